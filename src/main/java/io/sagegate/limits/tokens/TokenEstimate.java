package io.sagegate.limits.tokens;

/// Estimates tokens without a tokenizer: four bytes count as one token.
public final class TokenEstimate {
    private static final int BYTES = 4;

    private TokenEstimate() {}

    /// The estimated tokens of a text with so many bytes.
    public static long ofBytes(long bytes) {
        return Math.ceilDiv(bytes, BYTES);
    }
}
