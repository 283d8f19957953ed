package io.sagegate.sim.world;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

/// A signing key of the simulated issuer, with the virtual times at which it was published and withdrawn.
final class IssuerKey {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /// Bytes of an Ed25519 public key, which end its encoded form.
    private static final int PUBLIC_BYTES = 32;

    final String id;
    final long published;
    long withdrawn = Long.MAX_VALUE;
    private final KeyPair pair;

    IssuerKey(String id, long published, Random random) {
        this.id = id;
        this.published = published;
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new Bytes(random));
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Bytes extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final Random random;

        Bytes(Random random) {
            this.random = random;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            // The first call comes from a constructor, before the field is set.
            if (random != null) {
                random.nextBytes(bytes);
            }
        }
    }

    String jwk() {
        var encoded = pair.getPublic().getEncoded();
        var point = Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length);
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"use\":\"sig\",\"kid\":\"" + id + "\",\"x\":\""
                + BASE64URL.encodeToString(point) + "\"}";
    }

    /// Returns a compact JWT with these claims.
    String signed(String claims) {
        var content = part("{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"" + id + "\"}") + "." + part(claims);
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String json) {
        return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "the key " + id;
    }
}
