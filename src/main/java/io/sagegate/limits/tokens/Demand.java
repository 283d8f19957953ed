package io.sagegate.limits.tokens;

import java.time.Duration;
import java.util.OptionalLong;

/// The demand of a call: how many tokens it asks for, as far as that is known before the call.
///
/// @param requestBytes the size of the body
/// @param input the tokens of the request
/// @param output the tokens of the answer
/// @param longest the longest that the model may take; zero where its time has no price
public record Demand(long requestBytes, Input input, Output output, Duration longest) {
    /// Tokens that a container may add to a request: a chat template, a system prompt, special tokens.
    private static final long TEMPLATE = 2_000;

    /// Most bytes of one token, on the average of a text: three times the average of prose.
    static final long MOST_BYTES = 16;

    /// Most tokens that a request may ask for: more than any model reads or writes in one call.
    static final long MOST_TOKENS = 1_000_000_000L;

    /// Tokens of one answer that a statement may add to what was seen, if there is no bound: hidden reasoning.
    private static final long LONGEST_ANSWER = 32_768;

    /// The tokens of the request.
    ///
    /// @param tokens the estimate
    /// @param least the fewest that a statement may claim
    /// @param most the most that a statement may claim
    /// @param echoed bytes of the request that the answer repeats, because the request asks for that
    public record Input(long tokens, long least, long most, long echoed) {}

    /// The tokens of the answer.
    ///
    /// @param bound the largest bound on one answer that the request names
    /// @param answers how many answers the request asks for
    /// @param guesses the number of answers for which the reserve is taken, if no bound is heeded
    /// @param heeded whether the container surely respects the bound
    public record Output(OptionalLong bound, long answers, long guesses, boolean heeded) {
        static final Output UNKNOWN = new Output(OptionalLong.empty(), 1, 1, false);

        private long asked() {
            return Math.min(bound.orElse(0), MOST_TOKENS) * answers;
        }
    }

    /// A demand for no more than tokens.
    public Demand(long requestBytes, Input input, Output output) {
        this(requestBytes, input, output, Duration.ZERO);
    }

    /// The same demand for a call that takes at most so long.
    public Demand within(Duration time) {
        return new Demand(requestBytes, input, output, time);
    }

    /// Makes a demand from an estimate of the input and a bound on the answer, if the caller named one.
    public Demand(long requestBytes, long inputTokens, OptionalLong outputTokens) {
        this(
                requestBytes,
                new Input(inputTokens, 0, requestBytes + TEMPLATE, 0),
                new Output(outputTokens, 1, 1, outputTokens.isPresent()));
    }

    /// Makes a demand from the size of a body alone.
    public static Demand ofSize(long bytes) {
        return new Demand(bytes, new Input(TokenEstimate.ofBytes(bytes), 0, bytes + TEMPLATE, 0), Output.UNKNOWN);
    }

    /// Computes the input from the parts of a request.
    ///
    /// @param text bytes of the texts
    /// @param ids how many tokens are given as numbers
    /// @param media how many pictures, sounds and files there are
    /// @param mediaTokens tokens of each of them; a statement may claim eight times as many
    static Input input(long text, long ids, long media, long mediaTokens, boolean echoes) {
        return new Input(
                Math.max(1, TokenEstimate.ofBytes(text) + ids + media * mediaTokens),
                text / MOST_BYTES + ids,
                text + ids + 8 * media * mediaTokens + TEMPLATE,
                echoes ? text : 0);
    }

    /// The size of the body in kilobytes, rounded up.
    public long kilobytes() {
        return Math.max(1, Math.ceilDiv(requestBytes, 1_000L));
    }

    public long inputTokens() {
        return input.tokens();
    }

    /// The tokens that the request names for all its answers; zero if it names none.
    public long askedTokens() {
        return output.asked();
    }

    /// The tokens to take for the answer.
    ///
    /// @param reserve the estimate for an answer without a bound
    public long outputTokens(long reserve) {
        var guess = Math.min(reserve, MOST_TOKENS) * output.guesses();
        return output.heeded() ? output.asked() : Math.max(output.asked(), guess);
    }

    /// Returns the same demand for an answer that nobody sees: no bound is known to be respected.
    public Demand unseen() {
        return new Demand(
                requestBytes, input, new Output(output.bound(), output.answers(), output.guesses(), false), longest);
    }

    /// Whether a model's statement of its usage fits the request and the answer.
    ///
    /// @param textBytes bytes of the texts in the answer
    /// @param answerBytes bytes of the whole answer
    boolean allows(long inputTokens, long outputTokens, long textBytes, long answerBytes) {
        var written = Math.max(0, textBytes - input.echoed()) / MOST_BYTES;
        var most = output.heeded() ? output.asked() : Math.max(answerBytes, LONGEST_ANSWER * output.answers());
        return isInput(inputTokens) && outputTokens >= written && outputTokens <= most;
    }

    /// Whether the input tokens that a model states fit the request.
    boolean isInput(long tokens) {
        return tokens >= input.least() && tokens <= input.most();
    }
}
