package io.sagegate.identity;

import io.sagegate.kit.BoundedCache;
import io.sagegate.kit.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A cache of verified tokens, by the SHA-256 of the whole token. It holds at most [#MAX_ENTRIES]; the least
/// recently used leaves first. Thread-safe. The caller must check an entry's dates and issuer again.
final class VerifiedTokens {
    static final int MAX_ENTRIES = 2_048;

    /// The key of an entry.
    static final class Hash {
        private final byte[] bytes;

        private Hash(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Hash hash && MessageDigest.isEqual(bytes, hash.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /// @param until the instant from which the signature must be checked again
    record Known(TrustedIssuer issuer, TokenDates dates, Instant until, VerifiedToken token) {}

    private final BoundedCache<Hash, Known> entries = BoundedCache.of(MAX_ENTRIES);

    @Nullable
    Known find(Hash token) {
        return entries.get(token).orElse(null);
    }

    void keep(Hash token, Known entry) {
        entries.put(token, entry);
    }

    int size() {
        return entries.size();
    }

    static Hash hash(String token) {
        return new Hash(Sha256.digest().digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
