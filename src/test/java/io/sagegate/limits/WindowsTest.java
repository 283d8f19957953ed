package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.policy.Quota.Period;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Windows of the UTC calendar.
final class WindowsTest {
    @ParameterizedTest
    @CsvSource({
        "HOUR,  2026-11-23T10:59:59.999Z, 498730, 2026-11-23T10:00:00Z, 2026-11-23T11:00:00Z",
        "HOUR,  2026-11-23T11:00:00Z,     498731, 2026-11-23T11:00:00Z, 2026-11-23T12:00:00Z",
        "DAY,   2026-11-23T23:59:59.999Z, 20780,  2026-11-23T00:00:00Z, 2026-11-24T00:00:00Z",
        "MONTH, 2026-12-31T23:59:59.999Z, 24324,  2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, 2027-01-01T00:00:00Z,     24325,  2027-01-01T00:00:00Z, 2027-02-01T00:00:00Z",
        "MONTH, 2027-02-28T12:00:00Z,     24326,  2027-02-01T00:00:00Z, 2027-03-01T00:00:00Z",
    })
    void eachWindowHasTheNextNumberAndBeginsWhereTheLastEnds(
            Period period, Instant now, long number, Instant begin, Instant end) {
        assertThat(Windows.number(period, now)).isEqualTo(number);
        assertThat(Windows.begin(period, now)).isEqualTo(begin);
        assertThat(Windows.end(period, now)).isEqualTo(end);
    }
}
