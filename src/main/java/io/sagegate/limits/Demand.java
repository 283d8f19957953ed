package io.sagegate.limits;

import java.util.OptionalLong;

/// What a call asks for, as far as one can tell before it is made.
///
/// @param requestBytes the body's size
/// @param inputTokens an estimate of the tokens that go in
/// @param outputTokens the most tokens that may come out, where the caller said so
public record Demand(long requestBytes, long inputTokens, OptionalLong outputTokens) {
    private static final long UNSAID = 1_000;

    /// What an answer that nobody sees will have used: as much as was asked for.
    public Usage expected() {
        return Usage.of(inputTokens, outputTokens.orElse(UNSAID), Usage.Source.ASSUMED);
    }

    /// The whole kilobytes of the body, begun ones included.
    long kilobytes() {
        return Math.max(1, Math.ceilDiv(requestBytes, 1_000L));
    }
}
