package io.sagegate.limits.tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.policy.Counting;
import java.io.IOException;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/// Reads the demand of a JSON body: the prompts, the answers to each prompt (such as `n`), and the bound. The bound
/// is the largest one on one answer (such as `max_tokens`). A bound in a place that no known container heeds can only
/// raise the demand. [RequestWeight] weighs the input.
final class RequestReader {
    private static final Set<String> BOUNDS = Set.of(
            "max_tokens", "max_completion_tokens", "max_output_tokens", "max_new_tokens", "max_tokens_to_sample");
    private static final Set<String> ANSWERS = Set.of("n", "best_of", "num_return_sequences");

    /// Objects in which containers also look for the members of the top level.
    private static final Set<String> OPTIONS = Set.of("parameters", "sampling_params");

    private static final Set<String> ECHOES = Set.of("echo", "return_full_text");

    /// Members that may hold several prompts.
    private static final Set<String> PROMPTS = Set.of(
            "input", "messages", "prompt", "prompt_embeds", "inputs", "instances", "text", "input_ids", "token_ids");

    private static final long MOST_ANSWERS = 1_000;
    private static final long MOST_PROMPTS = 1_000_000;

    private final JsonParser json;
    private final Counting counting;
    private final RequestWeight weight;
    private long bound = -1;
    private long answers = 1;
    private long prompts;
    private boolean heeded = true;
    private boolean writes = true;
    private boolean echoes;

    RequestReader(JsonParser json, Counting counting) {
        this.json = json;
        this.counting = counting;
        this.weight = new RequestWeight(json);
    }

    /// The demand of everything that was read.
    Demand demand(long bytes) {
        var all = Math.clamp(answers, 1, MOST_ANSWERS) * Math.clamp(prompts, 1, MOST_PROMPTS);
        var output = new Demand.Output(
                bound < 0 ? OptionalLong.empty() : OptionalLong.of(bound), all, writes ? all : 1, heeded && bound > 0);
        return new Demand(bytes, weight.input(counting.mediaTokens(), echoes), output);
    }

    /// Reads the body's value, which is a request or a list of requests.
    void body(JsonToken token) throws IOException, UncountableException {
        prompts += switch (token) {
            case START_OBJECT -> request();
            case START_ARRAY -> elements("instances");
            default -> {
                unknown();
                weight.value(token, "");
                yield 1;
            }
        };
    }

    private void unknown() {
        heeded = false;
        writes = false;
    }

    /// The members that one request object has.
    private static final class Said {
        private final Set<String> members = new HashSet<>();
        private final Set<String> bounds = new HashSet<>();
        private long prompts;
    }

    private long request() throws IOException, UncountableException {
        var said = new Said();
        members(said, "");
        var shapes = Shape.of(said.members);
        if (counting.bounds().isEmpty()) {
            // The elements of `instances` are requests of their own.
            var wrapper = shapes.isEmpty() && said.prompts > 0 && said.members.contains("instances");
            heeded &= wrapper || (!shapes.isEmpty() && shapes.stream().allMatch(shape -> shape.heeds(said.bounds)));
        } else {
            heeded &= said.members.contains("instances") || !said.bounds.isEmpty();
        }
        writes &= !shapes.isEmpty() && shapes.stream().allMatch(Shape::writes);
        return Math.max(1, said.prompts);
    }

    /// Reads the members of a request, or of an object in it.
    ///
    /// @param at the object's path, with a full stop at its end
    private void members(Said said, String at) throws IOException, UncountableException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            var known = at.isEmpty() || OPTIONS.contains(at.substring(0, at.length() - 1));
            if (at.isEmpty() && name.equals("model")) {
                json.skipChildren();
            } else if (isBound(at + name)) {
                bound(said, at + name, value, known || !counting.bounds().isEmpty());
            } else if (known && ANSWERS.contains(name)) {
                answers = Math.max(answers, number(value, name));
            } else if (at.isEmpty() && value == JsonToken.START_ARRAY && PROMPTS.contains(name)) {
                said.prompts += elements(name);
            } else if (value == JsonToken.START_OBJECT && !Media.MEMBERS.contains(name)) {
                weight.name(name);
                members(said, at + name + ".");
            } else {
                echoes |= known && value == JsonToken.VALUE_TRUE && ECHOES.contains(name);
                weight.value(value, name);
            }
            if (at.isEmpty() && value != JsonToken.VALUE_NULL) {
                said.members.add(name);
            }
        }
    }

    private boolean isBound(String path) {
        return counting.bounds().isEmpty()
                ? BOUNDS.contains(path.substring(path.lastIndexOf('.') + 1))
                : counting.bounds().contains(path);
    }

    /// @param strict whether containers read the bound here, so that it must be a number
    private void bound(Said said, String path, JsonToken value, boolean strict)
            throws IOException, UncountableException {
        if (!strict && WholeNumber.of(json, value).isEmpty()) {
            weight.value(value, path);
            return;
        }
        var stated = number(value, path);
        bound = Math.max(bound, stated);
        if (stated > 0) {
            said.bounds.add(path);
        }
    }

    /// Counts the prompts in an array. An array of numbers is the tokens of one prompt.
    private long elements(String name) throws IOException, UncountableException {
        var count = 0L;
        for (var token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (name.equals("instances")) {
                count += instance(token);
            } else if (token == JsonToken.START_OBJECT && name.equals("inputs")) {
                count += weight.input() ? 1 : 0;
                bound = Math.max(bound, weight.tensorBound(BOUNDS));
                writes &= !weight.isTensor();
                heeded &= !weight.isTensor();
            } else {
                count += token == JsonToken.START_ARRAY || token == JsonToken.VALUE_STRING ? 1 : 0;
                weight.element(token, name);
            }
        }
        return count;
    }

    private long instance(JsonToken token) throws IOException, UncountableException {
        if (token == JsonToken.START_OBJECT) {
            return request();
        }
        unknown();
        weight.element(token, "instances");
        return token == JsonToken.START_ARRAY || token == JsonToken.VALUE_STRING ? 1 : 0;
    }

    private long number(JsonToken value, String name) throws IOException, UncountableException {
        if (value == JsonToken.VALUE_NULL) {
            return -1;
        }
        return WholeNumber.of(json, value)
                .orElseThrow(() ->
                        new UncountableException("A limit counts tokens, so \"" + name + "\" must be a whole number."));
    }
}
