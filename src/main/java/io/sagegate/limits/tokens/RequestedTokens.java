package io.sagegate.limits.tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.http.MediaType;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// What a request asks for, as its JSON says: the largest bound of one answer (`max_tokens` and its kin), times the
/// answers to each prompt (`n` and its kin), times the prompts.
///
/// What is not strict JSON would be read in one way here and in another by the model, so that a caller could choose
/// what is set aside. Such a body has no demand.
public final class RequestedTokens {
    private static final Set<String> BOUNDS = Set.of(
            "max_tokens", "max_completion_tokens", "max_output_tokens", "max_new_tokens", "max_tokens_to_sample");
    private static final Set<String> ANSWERS = Set.of("n", "best_of", "num_return_sequences");

    /// Where several prompts may stand.
    private static final Set<String> PROMPTS =
            Set.of("input", "messages", "prompt", "prompt_embeds", "inputs", "instances");

    private static final int NOTHING = Integer.MIN_VALUE;
    private static final long MOST_TOKENS = 1_000_000_000L;
    private static final long MOST_ANSWERS = 1_000;
    private static final long MOST_PROMPTS = 1_000_000;

    private long bound = -1;
    private long answers = 1;

    private RequestedTokens() {}

    public static Demand of(String contentType, byte[] body) throws UncountableException {
        var media = MediaType.of(contentType);
        var lines = media.isJsonLines();
        var declared = lines || media.isJson();
        var first = first(body).orElse(NOTHING);
        // Many models read JSON whatever its type says, and an object can be nothing else.
        var required = declared || first == '{';
        if (first == NOTHING || !(required || first == '[')) {
            return Demand.ofSize(body.length);
        }
        try {
            return new RequestedTokens().demand(body, lines || !declared);
        } catch (JsonException | IOException e) {
            if (required) {
                throw new UncountableException("A limit counts tokens, so the body must be strict JSON in UTF-8:"
                        + " no member twice, no NaN, nothing after the value.");
            }
            return Demand.ofSize(body.length);
        }
    }

    /// The first byte that is neither space nor of a byte order mark, which some readers pass over.
    private static OptionalInt first(byte[] body) {
        for (var each : body) {
            if (" \t\r\n\u00EF\u00BB\u00BF".indexOf(each & 0xFF) < 0) {
                return OptionalInt.of(each);
            }
        }
        return OptionalInt.empty();
    }

    private Demand demand(byte[] body, boolean several) throws IOException, JsonException, UncountableException {
        var prompts = 0L;
        try (var json = Json.parser(body)) {
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (prompts > 0 && !several) {
                    throw new JsonException("text after the value");
                }
                prompts += Math.max(1, value(json, token));
            }
        }
        var tokens = bound < 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.min(bound, MOST_TOKENS)
                        * Math.clamp(answers, 1, MOST_ANSWERS)
                        * Math.clamp(prompts, 1, MOST_PROMPTS));
        return new Demand(body.length, TokenEstimate.ofBytes(body.length), tokens);
    }

    private long value(JsonParser json, JsonToken token) throws IOException, UncountableException {
        return switch (token) {
            case START_OBJECT -> object(json).prompts();
            case START_ARRAY -> elements(json, "instances");
            default -> 1;
        };
    }

    /// @param message whether it looks like a message of a chat
    private record Members(long prompts, boolean message) {}

    private Members object(JsonParser json) throws IOException, UncountableException {
        var prompts = 0L;
        var message = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            message |= name.equals("role");
            if (BOUNDS.contains(name)) {
                bound = Math.max(bound, number(json, value, name));
            } else if (ANSWERS.contains(name)) {
                answers = Math.max(answers, number(json, value, name));
            } else if (value == JsonToken.START_OBJECT && name.equals("parameters")) {
                object(json);
            } else if (value == JsonToken.START_ARRAY && PROMPTS.contains(name)) {
                prompts += elements(json, name);
            } else {
                json.skipChildren();
            }
        }
        return new Members(Math.max(1, prompts), message);
    }

    /// How many prompts the elements of an array are. Numbers are the tokens of a single one.
    private long elements(JsonParser json, String name) throws IOException, UncountableException {
        var prompts = 0L;
        for (var token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT && (name.equals("instances") || name.equals("inputs"))) {
                var members = object(json);
                prompts += members.message() && name.equals("inputs") ? 0 : members.prompts();
            } else if (token == JsonToken.START_ARRAY || token == JsonToken.VALUE_STRING) {
                prompts++;
                json.skipChildren();
            } else {
                json.skipChildren();
            }
        }
        return prompts;
    }

    private static long number(JsonParser json, JsonToken value, String name) throws IOException, UncountableException {
        if (value == JsonToken.VALUE_NULL) {
            return -1;
        }
        return WholeNumber.of(json, value)
                .orElseThrow(() ->
                        new UncountableException("A limit counts tokens, so \"" + name + "\" must be a whole number."));
    }
}
