package io.sagegate.limits.tokens;

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
/// Answers may state their use (`usage` with prompt or input, and completion or output tokens).
public final class TokenEstimate {
    private static final int BYTES = 4;
    private static final byte[] USAGE = "\"usage\"".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> INPUTS = Set.of("prompt_tokens", "input_tokens");
    private static final Set<String> OUTPUTS = Set.of("completion_tokens", "output_tokens");

    private TokenEstimate() {}

    /// What the whole answer says was used, or how long both are.
    public static Usage usage(byte[] request, byte[] answer) {
        var stated = new Statement();
        // Finding no mention is several times cheaper than reading the JSON to its end.
        if (mentions(answer, USAGE)) {
            read(answer, stated);
        }
        if (stated.output().isPresent()) {
            return stated.usage(request.length, stated.output().getAsLong(), Usage.Source.MODEL);
        }
        return stated.usage(request.length, ofBytes(answer.length), Usage.Source.SIZE);
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
        var stated = new Statement();
        return read(event, stated) && stated.output().isPresent()
                ? Optional.of(stated.usage(requestBytes, stated.output().getAsLong(), Usage.Source.MODEL))
                : Optional.empty();
    }

    /// Tokens of a text of so many bytes.
    public static long ofBytes(long bytes) {
        return Math.ceilDiv(bytes, BYTES);
    }

    /// The numbers of a `usage`. A model that only reads, as for embeddings, has a total and no output;
    /// an output that is no number of tokens is not taken for none.
    private static final class Statement {
        private long input = -1;
        private long output = -1;
        private long total = -1;
        private boolean unreadable;

        void see(String name, OptionalLong number, boolean isNull) {
            var value = number.orElse(-1);
            if (OUTPUTS.contains(name) && value < 0 && !isNull) {
                unreadable = true;
            } else if (INPUTS.contains(name)) {
                input = value;
            } else if (OUTPUTS.contains(name)) {
                output = value;
            } else if (name.equals("total_tokens")) {
                total = value;
            }
        }

        OptionalLong output() {
            if (output >= 0) {
                return OptionalLong.of(output);
            }
            var rest = input >= 0 && total >= input ? total - input : -1;
            return rest > 0 || (rest == 0 && !unreadable) ? OptionalLong.of(rest) : OptionalLong.empty();
        }

        Usage usage(long requestBytes, long out, Usage.Source source) {
            return Usage.of(input >= 0 ? input : ofBytes(requestBytes), out, source);
        }
    }

    /// Reads the `usage` at the top; stops at whatever is not JSON, and what was seen until there stands. Tells whether
    /// all of it was one object.
    private static boolean read(byte[] body, Statement statement) {
        try (var json = Json.factory().createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                members(json, statement);
                return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static void members(JsonParser json, Statement statement) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            if (json.nextToken() == JsonToken.START_OBJECT && name.equals("usage")) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    var inner = json.currentName();
                    var value = json.nextToken();
                    statement.see(inner, WholeNumber.of(json, value), value == JsonToken.VALUE_NULL);
                    json.skipChildren();
                }
            } else {
                json.skipChildren();
            }
        }
    }
}
