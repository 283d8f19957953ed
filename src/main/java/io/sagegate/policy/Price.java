package io.sagegate.policy;

/// What a call costs, in billionths of a US dollar.
///
/// @param call for each call
/// @param inputTokens for each thousand tokens that go in
/// @param cachedTokens for each thousand of them that the model had read before, and kept
/// @param outputTokens for each thousand tokens that come out
public record Price(long call, long inputTokens, long cachedTokens, long outputTokens) {
    public static final Price NONE = new Price(0, 0, 0);

    /// The price of a budget that states none, until what is called is known: dearer than any budget is large, so that
    /// a
    /// call without a price never passes.
    public static final Price OF_CALLED = new Price(1_000_000_000_000_001L, 0, 0);

    /// Whether a larger call costs more.
    public boolean goesBySize() {
        return inputTokens > 0 || outputTokens > 0;
    }

    /// With cached tokens at the price of others.
    public Price(long call, long inputTokens, long outputTokens) {
        this(call, inputTokens, inputTokens, outputTokens);
    }

    /// The cost where nothing was cached, rounded up to a whole billionth.
    public long of(long input, long output) {
        return of(input, 0, output);
    }

    /// The cost, rounded up to a whole billionth.
    ///
    /// @param cached how many of the input's tokens were cached
    public long of(long input, long cached, long output) {
        var fresh = Math.multiplyExact(input - cached, inputTokens);
        var kept = Math.multiplyExact(cached, cachedTokens);
        var tokens = Math.addExact(Math.addExact(fresh, kept), Math.multiplyExact(output, outputTokens));
        return Math.addExact(call, Math.ceilDiv(tokens, 1_000L));
    }
}
