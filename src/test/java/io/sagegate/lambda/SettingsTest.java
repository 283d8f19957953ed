package io.sagegate.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.audit.ocsf.BodyHashes;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private static Settings with(Map<String, String> more) {
        var environment = new HashMap<>(Map.of("AWS_REGION", "eu-central-1", "POLICY_TABLE", "policy"));
        environment.putAll(more);
        return Settings.of(environment);
    }

    @Test
    void bodyHashesArePlainUnlessTheyAreKeyedOrLeftOut() {
        assertThat(with(Map.of()).bodyHashes()).isEqualTo(BodyHashes.PLAIN);
        assertThat(with(Map.of("BODY_HASHES", "none")).bodyHashes()).isEqualTo(BodyHashes.NONE);
        var keyed = with(Map.of("BODY_HASHES", "keyed", "BODY_HASH_KEY", KEY));
        assertThat(keyed.bodyHashes().of("ab").orElseThrow().suffix()).isEqualTo("_hmac_sha256");
        assertThat(keyed.toString()).as("no secret in it").doesNotContain(KEY);
    }

    @Test
    void aKeyedHashNeedsALongKey() {
        for (var key : new String[] {"", "short"}) {
            assertThatThrownBy(() -> with(Map.of("BODY_HASHES", "keyed", "BODY_HASH_KEY", key)))
                    .hasMessageContaining("32 characters");
        }
        assertThatThrownBy(() -> with(Map.of("BODY_HASHES", "some"))).hasMessageContaining("plain, keyed or none");
    }
}
