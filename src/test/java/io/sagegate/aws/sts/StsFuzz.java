package io.sagegate.aws.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

/// An answer of STS has one set of credentials, of characters that a header field may hold, or none.
public final class StsFuzz implements FuzzTarget {
    private static final String VALUE = "[A-Za-z0-9_/+=.:-]+";

    @Override
    public void accept(byte[] input) {
        var xml = new String(input, StandardCharsets.UTF_8);
        Sts.read(xml).ifPresent(assumed -> {
            var credentials = assumed.credentials();
            assertThat(credentials.accessKeyId()).matches(VALUE);
            assertThat(credentials.secretAccessKey()).matches(VALUE);
            assertThat(credentials.sessionToken().orElseThrow()).matches(VALUE);
            assertThat(credentials.toString()).isEqualTo("Credentials[" + credentials.accessKeyId() + "]");
            assertThat(xml.split("<AccessKeyId>", -1)).hasSize(2);
            assertThat(xml.split("<SecretAccessKey>", -1)).hasSize(2);
        });
    }
}
