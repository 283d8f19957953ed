package io.sagegate.limits.tokens;

import io.sagegate.http.MediaType;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.policy.Counting;
import java.io.IOException;
import java.util.OptionalInt;

/// Computes the demand of a request from its JSON: see [RequestReader].
///
/// The gateway and the model could read JSON that is not strict in different ways. A caller could then choose how
/// much is taken. So such a body is uncountable.
public final class RequestedTokens {
    private static final int NOTHING = Integer.MIN_VALUE;

    private RequestedTokens() {}

    public static Demand of(String contentType, byte[] body) throws UncountableException {
        return of(contentType, body, Counting.USUAL);
    }

    /// The demand of a request.
    ///
    /// @param counting the policy's rules for counting the model's tokens
    public static Demand of(String contentType, byte[] body, Counting counting) throws UncountableException {
        var media = MediaType.of(contentType);
        var type = media.name();
        var lines = media.isJsonLines();
        var declared = lines || media.isJson();
        var first = first(body).orElse(NOTHING);
        // Many models read JSON whatever the declared type is, and only JSON begins with a brace.
        var required = declared || first == '{';
        if (first == NOTHING || !(required || first == '[')) {
            return plain(type, body, counting);
        }
        try {
            return demand(body, lines || !declared, counting);
        } catch (JsonException | IOException e) {
            if (required) {
                throw new UncountableException("A limit counts tokens, so the body must be strict JSON in UTF-8:"
                        + " no member twice, no NaN, nothing after the value.");
            }
            return plain(type, body, counting);
        }
    }

    private static Demand plain(String type, byte[] body, Counting counting) {
        var media = Media.isBody(type, body);
        return new Demand(
                body.length,
                Demand.input(media ? 0 : body.length, 0, media ? 1 : 0, counting.mediaTokens(), false),
                Demand.Output.UNKNOWN);
    }

    /// The first byte after white space and a byte order mark, which some readers skip.
    private static OptionalInt first(byte[] body) {
        for (var each : body) {
            if (" \t\r\n\u00EF\u00BB\u00BF".indexOf(each & 0xFF) < 0) {
                return OptionalInt.of(each);
            }
        }
        return OptionalInt.empty();
    }

    private static Demand demand(byte[] body, boolean several, Counting counting)
            throws IOException, JsonException, UncountableException {
        try (var json = Json.parser(body)) {
            var reader = new RequestReader(json, counting);
            var values = 0;
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (values++ > 0 && !several) {
                    throw new JsonException("text after the value");
                }
                reader.body(token);
            }
            return reader.demand(body.length);
        }
    }
}
