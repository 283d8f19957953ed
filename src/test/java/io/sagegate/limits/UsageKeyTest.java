package io.sagegate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.kit.Sha256;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Limit.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The keys of the usage table, written and read.
final class UsageKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void aKeyIsReadAsItWasWritten() {
        for (var key : List.of(
                new UsageKey(Scope.PRINCIPAL, "analyst", "llm", "okta", "alice"),
                new UsageKey(Scope.PRINCIPAL, "analyst", "", "okta", "a|b|c"),
                new UsageKey(Scope.ROLE, "analyst", "llm", "", ""),
                new UsageKey(Scope.ROLE, "analyst", "", "", ""),
                new UsageKey(Scope.ENDPOINT, "", "llm", "", ""))) {
            assertThat(UsageKey.parse(key.key())).contains(key);
            assertThat(UsageKey.parse(key.beside().key())).contains(key.beside());
            assertThat(key.beside().key()).isEqualTo("shadow|" + key.key());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|",
                "principal",
                "principal|analyst|llm|okta",
                "role|analyst",
                "endpoint",
                "endpoint|llm|more",
                "ticket|1|2",
                "shadow|",
                "shadow|shadow|role|analyst|llm",
                "owner|analyst|llm"
            })
    void aKeyOfSomethingElseIsNone(String id) {
        assertThat(UsageKey.parse(id)).isEmpty();
    }

    @Test
    void onlyASubjectThatMakesTheKeyTooLongIsHashed() {
        var prefix = "principal|analyst|llm|okta|";
        var fits = "s".repeat(1_024 - prefix.length());
        assertThat(new UsageKey(Scope.PRINCIPAL, "analyst", "llm", "okta", fits).key())
                .isEqualTo(prefix + fits);
        var longer = fits + "s";
        assertThat(new UsageKey(Scope.PRINCIPAL, "analyst", "llm", "okta", longer).key())
                .isEqualTo(prefix + "sha256|" + Sha256.hex(longer));
    }

    private static Limit limit(String text) {
        return Calls.permit(text).limits().getFirst();
    }

    private static UsageItem busyFor(Duration time) {
        return new UsageItem(Map.of("requests/second", Nanos.of(NOW.plus(time))), Map.of());
    }

    @Test
    void aLimitInBatchesStandsByAllItsItemsAndOneThatIsNotThereIsFull() {
        var shared = limit("1000 requests per second, burst 40");
        assertThat(UsageKey.isShared(shared)).isTrue();
        var one = busyFor(Duration.ofMillis(2));
        var other = busyFor(Duration.ofMillis(6));
        assertThat(UsageKey.standing(shared, List.of(), NOW).remaining()).isEqualTo(32);
        assertThat(UsageKey.standing(shared, List.of(one), NOW).remaining()).isEqualTo(31);
        assertThat(UsageKey.standing(shared, List.of(one, other), NOW).remaining())
                .isEqualTo(28);
        assertThat(UsageKey.standing(shared, List.of(one, other), NOW).reset()).contains(Duration.ofMillis(4));
    }

    @Test
    void anyOtherLimitStandsByItsOneItem() {
        var single = limit("10 requests per second");
        assertThat(UsageKey.isShared(single)).isFalse();
        assertThat(UsageKey.standing(single, List.of(), NOW).remaining()).isEqualTo(10);
        assertThat(UsageKey.standing(single, List.of(busyFor(Duration.ofMillis(250))), NOW)
                        .remaining())
                .isEqualTo(7);
    }
}
