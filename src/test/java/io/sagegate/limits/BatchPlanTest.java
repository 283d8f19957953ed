package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The limits that are taken in batches, their items, and the size of a batch.
final class BatchPlanTest {
    private static Optional<BatchPlan> plan(String limit) {
        return BatchPlan.of(Calls.permit(limit).limits().getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "49 requests per second",
                "2999 requests per minute",
                "100 requests per second, burst 19",
                "100 KB per second",
                "1000000 tokens per second",
                "1000 requests per month",
                "500 concurrent"
            })
    void whatIsRareOrNoRateOfRequestsIsTakenOneByOne(String limit) {
        assertThat(plan(limit)).isEmpty();
    }

    /// Times in nanoseconds.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "50 requests per second             |  1 | 20000000 |   800000000 |  200000000 |  10",
                "3000 requests per minute           |  1 | 20000000 | 58000000000 | 2000000000 | 100",
                "100 requests per second, burst 20  |  1 | 10000000 |   160000000 |   40000000 |   4",
                "500 requests per second            |  1 |  2000000 |   800000000 |  200000000 | 100",
                "501 requests per second, burst 500 |  2 |  3992016 |   798403200 |  199600800 |  50",
                "1000 requests per second, burst 39 |  1 |  1000000 |    31200000 |    7800000 |   7",
                "1000 requests per second, burst 40 |  2 |  2000000 |    32000000 |    8000000 |   4",
                "99999 requests per second          | 16 |   160002 |   799881999 |  199970499 | 1249",
            })
    void aHighRateIsSpreadAndItsBurstIsLessByWhatMayBeKept(
            String limit, int shards, long interval, long tolerance, long keep, long largest) {
        var plan = plan(limit).orElseThrow();
        assertThat(plan.shards()).isEqualTo(shards);
        assertThat(plan.interval()).isEqualTo(interval);
        assertThat(plan.tolerance()).isEqualTo(tolerance);
        assertThat(plan.keep()).isEqualTo(keep);
        assertThat(plan.largest()).isEqualTo(largest);
    }
}
