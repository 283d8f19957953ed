package io.sagegate.policy;

/// What a call costs, in billionths of a US dollar.
///
/// @param call for each call
/// @param inputTokens for each thousand tokens that go in
/// @param outputTokens for each thousand tokens that come out
public record Price(long call, long inputTokens, long outputTokens) {
    public static final Price NONE = new Price(0, 0, 0);

    /// The cost, rounded up to a whole billionth.
    public long of(long input, long output) {
        var tokens = Math.addExact(Math.multiplyExact(input, inputTokens), Math.multiplyExact(output, outputTokens));
        return Math.addExact(call, Math.ceilDiv(tokens, 1_000L));
    }
}
