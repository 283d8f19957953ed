package io.sagegate.limits.tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;

/// The numbers by which an answer states its usage. A model that only reads, as for embeddings, states a total and no
/// output. An output that is not a number of tokens does not count as no output.
final class Statement {
    /// Members of a statement that state how many tokens were cached.
    static final Set<String> DETAILS = Set.of("prompt_tokens_details", "input_tokens_details");

    private static final Set<String> INPUTS = Set.of("prompt_tokens", "input_tokens", "input_length");
    private static final Set<String> OUTPUTS = Set.of("completion_tokens", "output_tokens", "generated_tokens");

    private long input = -1;
    private long cached;
    private long output = -1;
    private long total = -1;
    private boolean unreadable;

    /// Reads the member whose value the parser has reached.
    void see(String name, JsonParser json, JsonToken token) throws IOException {
        var value = WholeNumber.of(json, token).orElse(-1);
        if (OUTPUTS.contains(name) && value < 0 && token != JsonToken.VALUE_NULL) {
            unreadable = true;
        } else if (INPUTS.contains(name)) {
            input = value;
        } else if (OUTPUTS.contains(name)) {
            output = value;
        } else if (name.equals("total_tokens")) {
            total = value;
        } else if (name.equals("cached_tokens")) {
            cached = Math.max(0, value);
        }
    }

    private OptionalLong output() {
        if (output >= 0) {
            return OptionalLong.of(output);
        }
        var rest = input >= 0 && total >= input ? total - input : -1;
        return rest > 0 || (rest == 0 && !unreadable) ? OptionalLong.of(rest) : OptionalLong.empty();
    }

    /// Returns the stated usage if the request and the answer allow it; otherwise the usage by size.
    ///
    /// @param textBytes bytes of the texts in the answer
    /// @param answerBytes bytes of the whole answer
    /// @param sized output tokens estimated from the answer's size
    /// @param source the source of that estimate
    Usage usage(Demand demand, long textBytes, long answerBytes, long sized, Usage.Source source) {
        var in = input >= 0 ? input : demand.inputTokens();
        var out = output();
        if (out.isEmpty()) {
            return Usage.of(demand.isInput(in) ? in : demand.inputTokens(), sized, source);
        }
        return demand.allows(in, out.getAsLong(), textBytes, answerBytes) && cached <= in
                ? new Usage(true, in, cached, out.getAsLong(), Usage.Source.MODEL)
                : Usage.of(demand.inputTokens(), sized, Usage.Source.IMPLAUSIBLE);
    }
}
