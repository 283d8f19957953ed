package io.sagegate.limits;

/// What a call has truly used.
///
/// @param answered whether the model answered at all, so that a price per call is due
/// @param inputTokens tokens that went in
/// @param outputTokens tokens that came out
public record Usage(boolean answered, long inputTokens, long outputTokens) {
    /// A call that came to nothing.
    public static final Usage NONE = new Usage(false, 0, 0);

    private static final long MOST = 10_000_000;

    /// Numbers out of any model's reach are cut to it: they come from the model's own answer.
    public Usage {
        inputTokens = Math.clamp(inputTokens, 0, MOST);
        outputTokens = Math.clamp(outputTokens, 0, MOST);
    }

    /// A call that was answered, if only in part.
    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(true, inputTokens, outputTokens);
    }

    /// Both ways together.
    public long tokens() {
        return inputTokens + outputTokens;
    }
}
