package io.sagegate.policy;

/// The price of a call, in billionths of a US dollar.
///
/// @param call the price of each call
/// @param inputTokens the price of each thousand input tokens
/// @param cachedTokens the price of each thousand input tokens that the model had in its cache
/// @param outputTokens the price of each thousand output tokens
/// @param second the price of each second of the model's time
public record Price(long call, long inputTokens, long cachedTokens, long outputTokens, long second) {
    public static final Price NONE = new Price(0, 0, 0);

    /// The price of a budget that states none, until what is called is known: dearer than any budget is large, so
    /// that a call without a price never passes.
    public static final Price OF_CALLED = new Price(1_000_000_000_000_001L, 0, 0);

    /// A price that does not go by time.
    public Price(long call, long inputTokens, long cachedTokens, long outputTokens) {
        this(call, inputTokens, cachedTokens, outputTokens, 0);
    }

    /// Whether a call costs more the longer the model works on it.
    public boolean goesByTime() {
        return second > 0;
    }

    /// Whether a larger call costs more.
    public boolean goesBySize() {
        return inputTokens > 0 || outputTokens > 0;
    }

    /// With cached tokens at the price of others.
    public Price(long call, long inputTokens, long outputTokens) {
        this(call, inputTokens, inputTokens, outputTokens);
    }

    /// The cost of a call without cached tokens, rounded up to a whole billionth of a US dollar.
    public long of(long input, long output) {
        return of(input, 0, output);
    }

    /// The cost of a call, rounded up to a whole billionth of a US dollar.
    ///
    /// @param cached the number of input tokens that were cached
    public long of(long input, long cached, long output) {
        var fresh = Math.multiplyExact(input - cached, inputTokens);
        var kept = Math.multiplyExact(cached, cachedTokens);
        var tokens = Math.addExact(Math.addExact(fresh, kept), Math.multiplyExact(output, outputTokens));
        return Math.addExact(call, Math.ceilDiv(tokens, 1_000L));
    }

    /// The cost of the model's time, rounded up to a whole billionth of a US dollar.
    public long ofMillis(long millis) {
        return Math.ceilDiv(Math.multiplyExact(millis, second), 1_000L);
    }
}
