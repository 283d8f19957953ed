package io.sagegate.limits.tokens;

import java.time.Duration;

/// The true usage of a call.
///
/// @param answered whether the model answered at all, so that a price per call is charged
/// @param inputTokens tokens of the request
/// @param cachedTokens the input tokens that the model had in its cache
/// @param outputTokens tokens of the answer
/// @param source how the numbers of tokens are known
/// @param millis the time that the model took, in begun milliseconds; zero where nobody measured it
public record Usage(
        boolean answered, long inputTokens, long cachedTokens, long outputTokens, Source source, long millis) {
    /// The usage of a call that used nothing.
    public static final Usage NONE = new Usage(false, 0, 0, 0, Source.ASSUMED);

    /// Most tokens of one call, either way: no model reads or writes so many.
    private static final long MOST = 10_000_000;

    /// Milliseconds: most time of one call. No invocation of a function lasts longer.
    private static final long LONGEST = 900_000;

    /// The source of the numbers, from the best to the worst.
    public enum Source {
        /// The answer states them in the place that its API defines, and its bytes and the request allow them.
        MODEL,
        /// Each event of a stream counts as one token.
        EVENTS,
        /// Four bytes count as one token, whether or not the model has tokens.
        SIZE,
        /// The answer states numbers that its bytes or the request rule out, so its size counts.
        IMPLAUSIBLE,
        /// The requested tokens count, because nobody saw the answer.
        ASSUMED;

        /// The name in the record.
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Numbers beyond the reach of any model are reduced to the maximum.
    public Usage {
        inputTokens = Math.clamp(inputTokens, 0, MOST);
        cachedTokens = Math.clamp(cachedTokens, 0, inputTokens);
        outputTokens = Math.clamp(outputTokens, 0, MOST);
        millis = Math.clamp(millis, 0, LONGEST);
    }

    /// Usage whose time is not measured.
    public Usage(boolean answered, long inputTokens, long cachedTokens, long outputTokens, Source source) {
        this(answered, inputTokens, cachedTokens, outputTokens, source, 0);
    }

    /// The same with the time that the model took.
    public Usage lasting(Duration time) {
        return new Usage(
                answered,
                inputTokens,
                cachedTokens,
                outputTokens,
                source,
                Math.ceilDiv(Math.max(0, time.toNanos()), 1_000_000L));
    }

    /// The usage of a call that was answered at least in part, estimated from sizes.
    public static Usage of(long inputTokens, long outputTokens) {
        return of(inputTokens, outputTokens, Source.SIZE);
    }

    public static Usage of(long inputTokens, long outputTokens, Source source) {
        return new Usage(true, inputTokens, 0, outputTokens, source);
    }

    /// Whether the model stated tokens, or sent events that stand for them. A size alone may be a table of numbers.
    public boolean isOfTokens() {
        return answered && (source == Source.MODEL || source == Source.EVENTS || source == Source.IMPLAUSIBLE);
    }

    /// Whether the model answered, but nobody saw the answer.
    public boolean isAssumed() {
        return answered && source == Source.ASSUMED;
    }

    /// Input and output tokens together.
    public long tokens() {
        return inputTokens + outputTokens;
    }
}
