package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The item that counts a limit, and the one that counts of two limits on one counter.
final class CountedTest {
    private static List<Counted> all(List<?>... ofBindings) {
        var permit = Calls.bound(ofBindings);
        return Counted.all(permit.limits(), permit.grant(), Calls.ALICE);
    }

    private static String key(Object limit) {
        var permit = Calls.permit(limit);
        return Counted.of(permit.limits().getFirst(), permit.grant(), Calls.ALICE)
                .key();
    }

    @Test
    void theScopeSaysWhoSharesAnItem() {
        var text = "5 requests per day";
        assertThat(key(text)).isEqualTo("principal|analyst|llm|key|alice");
        assertThat(key(Map.of("limit", text, "scope", "role"))).isEqualTo("role|analyst|llm");
        assertThat(key(Map.of("limit", text, "scope", "endpoint"))).isEqualTo("endpoint|llm");
    }

    @Test
    void aBindingsLimitCountsAllEndpointsOfTheRole() {
        assertThat(all(List.of("5 requests per day", Map.of("limit", "5 requests per day", "scope", "role"))))
                .extracting(Counted::key)
                .containsExactly("principal|analyst||key|alice", "role|analyst|");
    }

    @Test
    void aLimitInShadowHasAnItemOfItsOwn() {
        assertThat(key(Map.of("limit", "5 requests per day", "enforce", "shadow")))
                .isEqualTo("shadow|principal|analyst|llm|key|alice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 requests per day          | 3 requests per day          | 3 requests per day",
                "3 requests per day          | 5 requests per day          | 3 requests per day",
                "3 requests per day, burst 3 | 5 requests per day, burst 1 | 3 requests per day, burst 3",
                "5 requests per day, burst 3 | 5 requests per day, burst 2 | 5 requests per day, burst 2",
                "5 requests per day, burst 2 | 5 requests per day, burst 3 | 5 requests per day, burst 2",
                "5 requests per day          | 5 requests per day, burst 5 | 5 requests per day",
            })
    void ofTwoLimitsOnOneCounterTheStricterCountsAndOfEqualOnesTheFirst(String one, String other, String counts) {
        assertThat(all(List.of(one), List.of(other)))
                .singleElement()
                .satisfies(counted -> assertThat(counted.limit().text()).isEqualTo(counts));
    }
}
