package io.sagegate.limits.tokens;

import java.util.OptionalLong;

/// What a call asks for, as far as one can tell before it is made.
///
/// @param requestBytes the body's size
/// @param input the tokens that go in
/// @param output the tokens that may come out
public record Demand(long requestBytes, Input input, Output output) {
    /// Tokens of what a container puts around a request by itself: a chat template, a system prompt, special tokens.
    private static final long TEMPLATE = 2_000;

    /// Bytes to a token, at most, on the average of a text: three times what prose has.
    static final long MOST_BYTES = 16;

    /// Tokens that any model may be asked for: more than any reads or writes in one call.
    static final long MOST_TOKENS = 1_000_000_000L;

    /// Tokens of one answer without a bound, as a statement may say at most beyond what was seen: hidden reasoning.
    private static final long LONGEST_ANSWER = 32_768;

    /// The tokens that go in.
    ///
    /// @param tokens an estimate
    /// @param least what a statement must say at least
    /// @param most what a statement may say at most
    /// @param echoed bytes of the request that the answer says again, since the request asks for that
    public record Input(long tokens, long least, long most, long echoed) {}

    /// The tokens that may come out.
    ///
    /// @param bound the largest bound of one answer that the request names
    /// @param answers how many answers are asked for
    /// @param guesses for how many of them a reserve is set aside, where no bound is heeded
    /// @param heeded whether the container surely heeds the bound
    public record Output(OptionalLong bound, long answers, long guesses, boolean heeded) {
        static final Output UNKNOWN = new Output(OptionalLong.empty(), 1, 1, false);

        private long asked() {
            return Math.min(bound.orElse(0), MOST_TOKENS) * answers;
        }
    }

    /// With an estimate of the input, and the most that may come out where the caller said so.
    public Demand(long requestBytes, long inputTokens, OptionalLong outputTokens) {
        this(
                requestBytes,
                new Input(inputTokens, 0, requestBytes + TEMPLATE, 0),
                new Output(outputTokens, 1, 1, outputTokens.isPresent()));
    }

    /// As far as a body's size alone tells.
    public static Demand ofSize(long bytes) {
        return new Demand(bytes, new Input(TokenEstimate.ofBytes(bytes), 0, bytes + TEMPLATE, 0), Output.UNKNOWN);
    }

    /// What goes in, from the parts of a request.
    ///
    /// @param text bytes of its texts
    /// @param ids tokens that stand there as numbers
    /// @param media pictures, sounds and files
    /// @param mediaTokens of each of them; a statement may say eight times as much
    static Input input(long text, long ids, long media, long mediaTokens, boolean echoes) {
        return new Input(
                Math.max(1, TokenEstimate.ofBytes(text) + ids + media * mediaTokens),
                text / MOST_BYTES + ids,
                text + ids + 8 * media * mediaTokens + TEMPLATE,
                echoes ? text : 0);
    }

    /// The whole kilobytes of the body, begun ones included.
    public long kilobytes() {
        return Math.max(1, Math.ceilDiv(requestBytes, 1_000L));
    }

    public long inputTokens() {
        return input.tokens();
    }

    /// The tokens that the request names, for all its answers; zero when it names none.
    public long askedTokens() {
        return output.asked();
    }

    /// The tokens to set aside for what comes out.
    ///
    /// @param reserve for an answer whose length is not bounded
    public long outputTokens(long reserve) {
        var guess = Math.min(reserve, MOST_TOKENS) * output.guesses();
        return output.heeded() ? output.asked() : Math.max(output.asked(), guess);
    }

    /// The same demand where nobody sees the answer: no bound is known to be heeded.
    public Demand unseen() {
        return new Demand(requestBytes, input, new Output(output.bound(), output.answers(), output.guesses(), false));
    }

    /// Whether a model's statement of its use fits the request and the answer.
    ///
    /// @param textBytes bytes of the texts in the answer
    /// @param answerBytes bytes of all of it
    boolean allows(long inputTokens, long outputTokens, long textBytes, long answerBytes) {
        var written = Math.max(0, textBytes - input.echoed()) / MOST_BYTES;
        var most = output.heeded() ? output.asked() : Math.max(answerBytes, LONGEST_ANSWER * output.answers());
        return isInput(inputTokens) && outputTokens >= written && outputTokens <= most;
    }

    /// Whether the tokens that a model says went in fit the request.
    boolean isInput(long tokens) {
        return tokens >= input.least() && tokens <= input.most();
    }
}
