package io.sagegate.limits.tokens;

import io.sagegate.http.MediaType;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// What an answer that is there as a whole has used.
///
/// A statement counts only as `usage` at the top of a whole, valid JSON object of a JSON media type, or in the event
/// that ends a stream: a model writes neither. Within these it counts only if the bytes of the answer and the request
/// allow it; else the size counts.
public final class StatedUsage {
    /// The end of every member's name that states an output or a total; each of the statements has one.
    private static final byte[] TOKENS = "_tokens\"".getBytes(StandardCharsets.US_ASCII);

    private StatedUsage() {}

    /// The use that the answer states, or its size.
    ///
    /// @param contentType the answer's
    /// @param demand the request's
    public static Usage of(String contentType, byte[] body, Demand demand) {
        var form = Form.of(contentType);
        if (form == Form.JSON) {
            return ofJson(body, demand);
        }
        var tokens = new StreamedTokens(form, demand);
        tokens.add(body);
        return tokens.usage();
    }

    /// How an answer is cut into JSON values.
    enum Form {
        SERVER_SENT,
        JSON_LINES,
        JSON,
        OTHER;

        static Form of(String contentType) {
            var media = MediaType.of(contentType);
            if (media.isEventStream()) {
                return SERVER_SENT;
            }
            if (media.isJsonLines()) {
                return JSON_LINES;
            }
            return media.isJson() ? JSON : OTHER;
        }
    }

    static Usage ofJson(byte[] body, Demand demand) {
        var sized = TokenEstimate.ofBytes(body.length);
        // Finding no mention is several times cheaper than reading the JSON to its end.
        if (mentions(body, TOKENS)) {
            var read = read(body, demand);
            var stated = read.flatMap(AnswerReader.Read::stated);
            if (stated.isPresent()) {
                return stated.get().usage(demand, read.get().textBytes(), body.length, sized, Usage.Source.SIZE);
            }
        }
        return Usage.of(demand.inputTokens(), sized);
    }

    /// Empty where it is no JSON.
    private static Optional<AnswerReader.Read> read(byte[] body, Demand demand) {
        try (var json = Json.parser(body)) {
            return new AnswerReader(demand.output().answers()).read(json);
        } catch (IOException | JsonException e) {
            return Optional.empty();
        }
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
}
