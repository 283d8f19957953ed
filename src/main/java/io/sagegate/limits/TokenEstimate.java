package io.sagegate.limits;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Tokens by rule, where no tokenizer is at hand: a token is taken to be four bytes, unless the body says better.
///
/// Requests may bound the answer (`max_tokens` and its kin, at the top or under `parameters`, times `n`). Answers
/// may state their use (`usage` with prompt or input, and completion or output tokens).
public final class TokenEstimate {
    private static final int BYTES = 4;
    private static final byte[] USAGE = "\"usage\"".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> BOUNDS = Set.of(
            "max_tokens", "max_completion_tokens", "max_output_tokens", "max_new_tokens", "max_tokens_to_sample");
    private static final Set<String> INPUTS = Set.of("prompt_tokens", "input_tokens");
    private static final Set<String> OUTPUTS = Set.of("completion_tokens", "output_tokens");

    private TokenEstimate() {}

    /// What the request asks for.
    public static Demand demand(byte[] request) {
        return new Demand(request.length, ofBytes(request.length), bound(request));
    }

    /// What the whole answer says was used, or how long both are.
    public static Usage usage(byte[] request, byte[] answer) {
        var input = new long[] {-1};
        var output = new long[] {-1};
        // Finding no mention is several times cheaper than reading the JSON to its end.
        if (mentions(answer, USAGE)) {
            scan(answer, "usage", (parent, name, value) -> {
                if (parent && INPUTS.contains(name)) {
                    input[0] = value;
                } else if (parent && OUTPUTS.contains(name)) {
                    output[0] = value;
                }
            });
        }
        if (input[0] < 0 && output[0] < 0) {
            return Usage.of(ofBytes(request.length), ofBytes(answer.length));
        }
        return Usage.of(input[0] >= 0 ? input[0] : ofBytes(request.length), Math.max(0, output[0]), Usage.Source.MODEL);
    }

    /// From the end, where models put it.
    private static boolean mentions(byte[] text, byte[] part) {
        for (var at = text.length - part.length; at >= 0; at--) {
            if (text[at] == part[0] && Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /// What an event states, where it is a whole JSON object that does.
    static Optional<Usage> stated(byte[] event, long requestBytes) {
        var input = new long[] {-1};
        var output = new long[] {-1};
        var whole = scan(event, "usage", (inside, name, value) -> {
            if (inside && INPUTS.contains(name)) {
                input[0] = value;
            } else if (inside && OUTPUTS.contains(name)) {
                output[0] = value;
            }
        });
        return whole && output[0] >= 0
                ? Optional.of(Usage.of(input[0] >= 0 ? input[0] : ofBytes(requestBytes), output[0], Usage.Source.MODEL))
                : Optional.empty();
    }

    /// Tokens of a text of so many bytes.
    public static long ofBytes(long bytes) {
        return Math.ceilDiv(bytes, BYTES);
    }

    private static OptionalLong bound(byte[] request) {
        var bound = new long[] {-1};
        var answers = new long[] {1};
        scan(request, "parameters", (_, name, value) -> {
            if (BOUNDS.contains(name)) {
                bound[0] = Math.max(bound[0], value);
            } else if (name.equals("n") || name.equals("best_of")) {
                answers[0] = Math.max(answers[0], value);
            }
        });
        return bound[0] < 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.clamp(bound[0], 0L, 1_000_000_000L) * Math.clamp(answers[0], 1L, 1_000L));
    }

    @FunctionalInterface
    private interface Numbers {
        void see(boolean nested, String name, long value);
    }

    /// Shows the whole numbers at the top and within one member of it; stops at whatever is not JSON. Tells whether
    /// all of it was one object.
    private static boolean scan(byte[] body, String member, Numbers numbers) {
        try (var json = Json.factory().createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                members(json, member, numbers);
                return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
            }
            return false;
        } catch (IOException e) {
            // Not JSON: what was seen until here stands.
            return false;
        }
    }

    private static void members(JsonParser json, String member, Numbers numbers) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            if (value == JsonToken.START_OBJECT && name.equals(member)) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    var inner = json.currentName();
                    number(json, json.nextToken(), true, inner, numbers);
                }
            } else {
                number(json, value, false, name, numbers);
            }
        }
    }

    private static void number(JsonParser json, JsonToken value, boolean nested, String name, Numbers numbers)
            throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT && json.getTextLength() < 18) {
            numbers.see(nested, name, json.getLongValue());
        } else {
            json.skipChildren();
        }
    }
}
