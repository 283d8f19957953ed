package io.sagegate.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tokens verified before, by the SHA-256 of the whole token: at most [#MAX_ENTRIES], the least recently
/// used leaves first. Thread-safe. Whoever finds an entry must check its dates and issuer again.
final class VerifiedTokens {
    static final int MAX_ENTRIES = 2_048;

    record Known(TrustedIssuer issuer, TokenDates dates, VerifiedToken token) {}

    private final Map<ByteBuffer, Known> entries = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Known> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    @Nullable
    Known find(String token) {
        var key = hash(token);
        synchronized (entries) {
            return entries.get(key);
        }
    }

    void keep(String token, Known entry) {
        var key = hash(token);
        synchronized (entries) {
            entries.put(key, entry);
        }
    }

    private static ByteBuffer hash(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
