package io.sagegate.identity;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SignatureAlgorithm;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// Checks a signature by jjwt's algorithms alone. Its parser is not used: it would read header and claims again, by
/// rules of its own. Two readings of one token let an attacker fool a verifier.
final class JwsSignature {
    private JwsSignature() {}

    /// Whether `signature` is the key's over the token's first two parts, by exactly this algorithm.
    static boolean holds(String signingInput, byte[] signature, String algorithm, PublicKey key) {
        try {
            return Jwts.SIG.get().forKey(algorithm) instanceof SignatureAlgorithm asymmetric
                    && asymmetric.verify(
                            new Request(signingInput.getBytes(StandardCharsets.US_ASCII), signature.clone(), key));
        } catch (JwtException | IllegalArgumentException e) {
            return false;
        }
    }

    private static final class Request implements VerifySecureDigestRequest<PublicKey> {
        private final byte[] signed;
        private final byte[] signature;
        private final PublicKey key;

        Request(byte[] signed, byte[] signature, PublicKey key) {
            this.signed = signed;
            this.signature = signature;
            this.key = key;
        }

        @Override
        public InputStream getPayload() {
            return new ByteArrayInputStream(signed);
        }

        @Override
        public byte[] getDigest() {
            return signature;
        }

        @Override
        public PublicKey getKey() {
            return key;
        }

        @Override
        public @Nullable Provider getProvider() {
            return null;
        }

        @Override
        public @Nullable SecureRandom getSecureRandom() {
            return null;
        }
    }
}
