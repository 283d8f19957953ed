package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

/// Nothing that the issuer did not sign is a token.
public final class TokenFuzz implements FuzzTarget {
    private final TestIssuer issuer = TestIssuer.signing("ES256");

    @Override
    public void accept(byte[] input) {
        assertThat(issuer.verify(new String(input, StandardCharsets.ISO_8859_1)))
                .isNotEqualTo("ok");
        assertThat(issuer.fetches.get())
                .as("discovery, key set and one more for ids it has not")
                .isLessThanOrEqualTo(3);
    }
}
