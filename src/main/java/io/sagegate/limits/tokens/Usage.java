package io.sagegate.limits.tokens;

/// What a call has truly used.
///
/// @param answered whether the model answered at all, so that a price per call is due
/// @param inputTokens tokens that went in
/// @param cachedTokens those of them that the model had read before, and kept
/// @param outputTokens tokens that came out
/// @param source how the tokens are known
public record Usage(boolean answered, long inputTokens, long cachedTokens, long outputTokens, Source source) {
    /// A call that came to nothing.
    public static final Usage NONE = new Usage(false, 0, 0, 0, Source.ASSUMED);

    /// Tokens that no model reads or writes in one call.
    private static final long MOST = 10_000_000;

    /// How tokens are known, from the best to the worst.
    public enum Source {
        /// The answer says so itself, at the place where its API says so, and its bytes and the request allow it.
        MODEL,
        /// One for each event of a stream.
        EVENTS,
        /// Four bytes to a token, whether or not the model has tokens.
        SIZE,
        /// The answer says something that its bytes or the request rule out, so that its size counts.
        IMPLAUSIBLE,
        /// As many as were asked for: the answer was not seen.
        ASSUMED;

        /// The name in the record.
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Numbers out of any model's reach are cut to it.
    public Usage {
        inputTokens = Math.clamp(inputTokens, 0, MOST);
        cachedTokens = Math.clamp(cachedTokens, 0, inputTokens);
        outputTokens = Math.clamp(outputTokens, 0, MOST);
    }

    /// A call that was answered, if only in part, as far as its size tells.
    public static Usage of(long inputTokens, long outputTokens) {
        return of(inputTokens, outputTokens, Source.SIZE);
    }

    public static Usage of(long inputTokens, long outputTokens, Source source) {
        return new Usage(true, inputTokens, 0, outputTokens, source);
    }

    /// Whether the model spoke of tokens, or of events that stand for them: a size alone may be a table of numbers.
    public boolean isOfTokens() {
        return answered && (source == Source.MODEL || source == Source.EVENTS || source == Source.IMPLAUSIBLE);
    }

    /// Whether the model answered, but nobody here saw what.
    public boolean isAssumed() {
        return answered && source == Source.ASSUMED;
    }

    /// Both ways together.
    public long tokens() {
        return inputTokens + outputTokens;
    }
}
