package io.sagegate.limits.tokens;

/// Tokens by rule, where no tokenizer is at hand: a token is taken to be four bytes.
public final class TokenEstimate {
    private static final int BYTES = 4;

    private TokenEstimate() {}

    /// Tokens of a text of so many bytes.
    public static long ofBytes(long bytes) {
        return Math.ceilDiv(bytes, BYTES);
    }
}
