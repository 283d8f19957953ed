package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.reason.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ApiKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ApiKey KEY = ApiKey.generate(RANDOM);
    private static final StoredKey STORED = stored(KEY, NOW, NOW.plus(HOUR), Optional.empty());

    private static StoredKey stored(ApiKey key, Instant created, Instant expires, Optional<Instant> revoked) {
        return new StoredKey(key.id(), "batch-scorer", key.hash(), created, expires, revoked);
    }

    private static Authentication authenticate(String presented, Optional<StoredKey> stored) {
        return new ApiKeys(_ -> stored, HOUR, InstantSource.fixed(NOW)).authenticate(presented);
    }

    private static Authentication refused(Reason reason) {
        return new Authentication.Refused(reason);
    }

    @Test
    void aKeyHasItsFormAndIsReadBack() {
        assertThat(KEY.reveal()).matches("sg_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}");
        var read = ApiKey.parse(KEY.reveal()).orElseThrow();
        assertThat(read.id()).isEqualTo(KEY.id());
        assertThat(read.hash()).isEqualTo(KEY.hash());
    }

    @Test
    void keysDiffer() {
        var seen = new HashSet<String>();
        for (var i = 0; i < 1_000; i++) {
            var key = ApiKey.generate(RANDOM);
            assertThat(seen.add(key.id())).isTrue();
            assertThat(seen.add(key.reveal())).isTrue();
        }
    }

    @Test
    void everySingleTypingErrorIsToldByTheChecksumWithoutAReadOfTheTable() {
        var reads = new AtomicInteger();
        ApiKeyStore counting = _ -> {
            reads.incrementAndGet();
            return Optional.of(STORED);
        };
        var keys = new ApiKeys(counting, HOUR, InstantSource.fixed(NOW));
        var text = KEY.reveal();
        for (var i = 0; i < text.length(); i++) {
            var wrong = text.charAt(i) == 'x' ? 'y' : 'x';
            var mistyped = text.substring(0, i) + wrong + text.substring(i + 1);
            assertThat(keys.authenticate(mistyped)).isEqualTo(refused(Reason.MALFORMED_KEY));
            if (i > 0 && text.charAt(i) != text.charAt(i - 1)) {
                var swapped = text.substring(0, i - 1) + text.charAt(i) + text.charAt(i - 1) + text.substring(i + 1);
                assertThat(keys.authenticate(swapped)).isEqualTo(refused(Reason.MALFORMED_KEY));
            }
            assertThat(keys.authenticate(text.substring(0, i))).isEqualTo(refused(Reason.MALFORMED_KEY));
        }
        assertThat(reads).hasValue(0);
    }

    @Test
    void aGoodKeyIsItsClient() {
        assertThat(authenticate(KEY.reveal(), Optional.of(STORED)))
                .isEqualTo(new Authentication.Authenticated(new ApiClient("batch-scorer", KEY.id())));
    }

    static Stream<Optional<StoredKey>> keysThatDoNotHold() {
        var end = NOW.plus(HOUR);
        return Stream.of(
                Optional.empty(),
                Optional.of(stored(ApiKey.generate(RANDOM), NOW, end, Optional.empty())),
                Optional.of(stored(KEY, NOW.minus(HOUR), NOW, Optional.empty())),
                Optional.of(stored(KEY, NOW, end, Optional.of(NOW))),
                Optional.of(stored(KEY, NOW, end.plusSeconds(1), Optional.empty())),
                Optional.of(stored(KEY, NOW.plusSeconds(61), end.plusSeconds(61), Optional.empty())));
    }

    @ParameterizedTest
    @MethodSource("keysThatDoNotHold")
    void requirement20UnknownWrongExpiredRevokedAndOverlongKeysAnswerAlike(Optional<StoredKey> stored) {
        assertThat(authenticate(KEY.reveal(), stored)).isEqualTo(refusedKey(Reason.INVALID_KEY));
    }

    @Test
    void requirement20TheStoredHashIsNoKey() {
        for (var guess : List.of(KEY.hash(), "sg_" + KEY.id() + "_" + KEY.hash(), "sg_" + KEY.id() + "_")) {
            assertThat(authenticate(guess, Optional.of(STORED))).isEqualTo(refused(Reason.MALFORMED_KEY));
        }
    }

    @Test
    void requirement23AKeyThatCannotBeLookedUpIsRefused() {
        ApiKeyStore down = _ -> {
            throw new KeysUnavailableException("down");
        };
        assertThat(new ApiKeys(down, HOUR, InstantSource.fixed(NOW)).authenticate(KEY.reveal()))
                .isEqualTo(refusedKey(Reason.POLICY_UNAVAILABLE));
    }

    @Test
    void keysNeverPrintThemselves() {
        var secret = KEY.reveal().substring(20);
        assertThat(KEY.toString()).doesNotContain(secret);
        assertThat(STORED.toString()).doesNotContain(STORED.hash());
    }

    @Test
    void aKeyThatIsToBeRevokedWorksUntilThen() {
        var overlapping = stored(KEY, NOW, NOW.plus(HOUR), Optional.of(NOW.plusMillis(1)));
        assertThat(authenticate(KEY.reveal(), Optional.of(overlapping)))
                .isInstanceOf(Authentication.Authenticated.class);
    }

    @Test
    void aKeyAsOldAsItMayGetAndOneOfAClockThatIsAheadWork() {
        for (var created : List.of(NOW.minus(HOUR).plusMillis(1), NOW.plusSeconds(60))) {
            assertThat(authenticate(
                            KEY.reveal(), Optional.of(stored(KEY, created, created.plus(HOUR), Optional.empty()))))
                    .isInstanceOf(Authentication.Authenticated.class);
        }
    }

    /// The record knows the key's public id, whatever became of it; the caller learns nothing more.
    private static Authentication refusedKey(Reason reason) {
        return new Authentication.Refused(reason, new Evidence.PresentedKey(KEY.id()));
    }
}
