package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// A key that was not issued lets nobody in, though every id is known and every hash is of an issued key.
public final class ApiKeyFuzz implements FuzzTarget {
    private static final Instant NOW = Instant.ofEpochSecond(TestIssuer.NOW);
    private final ApiKeys keys = new ApiKeys(
            id -> Optional.of(new StoredKey(
                    id, "client", "ab".repeat(32), NOW.minusSeconds(1), NOW.plusSeconds(60), Optional.empty())),
            Duration.ofHours(1),
            InstantSource.fixed(NOW));

    @Override
    public void accept(byte[] input) {
        var text = new String(input, StandardCharsets.ISO_8859_1);
        var parsed = ApiKey.parse(text);
        parsed.ifPresent(key -> {
            assertThat(key.reveal()).isEqualTo(text).hasSize(69).startsWith("sg_" + key.id() + "_");
            assertThat(key.toString()).doesNotContain(text.substring(20));
        });
        assertThat(keys.authenticate(text))
                .isEqualTo(parsed.map(key ->
                                new Authentication.Refused(Reason.INVALID_KEY, new Evidence.PresentedKey(key.id())))
                        .orElseGet(() -> new Authentication.Refused(Reason.MALFORMED_KEY)));
    }
}
