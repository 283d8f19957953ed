package io.sagegate.audit.ocsf;

import io.sagegate.kit.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The way in which a record identifies bodies. A plain hash reveals a body that is one of few, such as "malignant".
/// Any reader of the record can hash each of the few.
public sealed interface BodyHashes {
    /// A hash with the end of its member's name, such as `request_sha256`.
    record Named(String suffix, String hash) {}

    /// Returns a body's hash for the record; empty if the record has none.
    ///
    /// @param sha256 SHA-256 of the body, in hex
    Optional<Named> of(String sha256);

    /// Records the SHA-256 of the body.
    BodyHashes PLAIN = new Plain();

    /// Records no hash.
    BodyHashes NONE = new None();

    /// Records a hash that only the holder of the key can compute: HMAC-SHA256 of the body's SHA-256.
    ///
    /// @param key a secret of at least 32 characters
    static BodyHashes keyed(String key) {
        return new Keyed(key.getBytes(StandardCharsets.UTF_8));
    }

    /// See [#PLAIN].
    record Plain() implements BodyHashes {
        @Override
        public Optional<Named> of(String sha256) {
            return Optional.of(new Named("_sha256", sha256));
        }
    }

    /// See [#NONE].
    record None() implements BodyHashes {
        @Override
        public Optional<Named> of(String sha256) {
            return Optional.empty();
        }
    }

    /// See [#keyed].
    final class Keyed implements BodyHashes {
        private static final String ALGORITHM = "HmacSHA256";

        private final SecretKeySpec key;

        private Keyed(byte[] key) {
            this.key = new SecretKeySpec(key, ALGORITHM);
        }

        @Override
        public Optional<Named> of(String sha256) {
            try {
                var mac = Mac.getInstance(ALGORITHM);
                mac.init(key);
                var hash = mac.doFinal(sha256.getBytes(StandardCharsets.US_ASCII));
                return Optional.of(new Named("_hmac_sha256", HexFormat.of().formatHex(hash)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
            }
        }

        /// Shows an id of the key, but not the key.
        @Override
        public String toString() {
            return "Keyed[" + Sha256.hex(key.getEncoded()).substring(0, 8) + "]";
        }
    }
}
