package io.sagegate.limits.tokens;

import java.util.OptionalLong;

/// What a call asks for, as far as one can tell before it is made.
///
/// @param requestBytes the body's size
/// @param inputTokens an estimate of the tokens that go in
/// @param outputTokens the most tokens that may come out, where the caller said so
public record Demand(long requestBytes, long inputTokens, OptionalLong outputTokens) {
    /// As far as a body's size alone tells.
    public static Demand ofSize(long bytes) {
        return new Demand(bytes, TokenEstimate.ofBytes(bytes), OptionalLong.empty());
    }

    /// The whole kilobytes of the body, begun ones included.
    public long kilobytes() {
        return Math.max(1, Math.ceilDiv(requestBytes, 1_000L));
    }
}
