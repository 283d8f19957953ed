package io.sagegate.identity.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.json.JsonException;
import java.security.interfaces.RSAPublicKey;

/// Only public keys of a strength and with algorithms of ours come out of a key set.
public final class JwksFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        try {
            for (var jwk : JwkReader.read(input)) {
                assertThat(jwk.algorithms()).isNotEmpty().isSubsetOf(TrustedIssuer.SUPPORTED_ALGORITHMS);
                if (jwk.key() instanceof RSAPublicKey rsa) {
                    assertThat(rsa.getModulus().bitLength()).isBetween(2_048, 16_384);
                }
            }
        } catch (JsonException e) {
            // No key set.
        }
    }
}
