package io.sagegate.limits.tokens;

import io.sagegate.http.MediaType;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Determines the usage of a whole answer.
///
/// A statement counts as `usage` at the top of a whole, valid JSON object of a JSON media type. It also counts in the
/// event that ends a stream. A model's text stands in neither place. A statement must also fit the bytes of the
/// answer and the request; otherwise the size counts.
public final class StatedUsage {
    /// The end of the name of every member that states an output or a total. Every statement has such a member.
    private static final byte[] TOKENS = "_tokens\"".getBytes(StandardCharsets.US_ASCII);

    private StatedUsage() {}

    /// Returns the usage that the answer states, or else an estimate by its size.
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

    /// The way an answer is split into JSON values.
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
        // A search for the name is several times cheaper than reading the JSON to its end.
        if (mentions(body, TOKENS)) {
            var read = read(body, demand);
            var stated = read.flatMap(AnswerReader.Read::stated);
            if (stated.isPresent()) {
                return stated.get().usage(demand, read.get().textBytes(), body.length, sized, Usage.Source.SIZE);
            }
        }
        return Usage.of(demand.inputTokens(), sized);
    }

    /// Reads the answer. Empty if it is not JSON.
    private static Optional<AnswerReader.Read> read(byte[] body, Demand demand) {
        try (var json = Json.parser(body)) {
            return new AnswerReader(demand.output().answers()).read(json);
        } catch (IOException | JsonException e) {
            return Optional.empty();
        }
    }

    /// Searches from the end, where models put the usage.
    private static boolean mentions(byte[] text, byte[] part) {
        for (var at = text.length - part.length; at >= 0; at--) {
            if (text[at] == part[0] && Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
