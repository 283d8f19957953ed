package io.sagegate.aws.call;

import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import java.io.IOException;
import java.util.Optional;

/// Reads single members of a small JSON object.
public final class JsonBody {
    private JsonBody() {}

    /// Returns a text or number by its name. Empty if there is none, or if the body is not a JSON object.
    public static Optional<String> member(byte[] body, String name) {
        try (var json = Json.parser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var found = json.currentName().equals(name);
                var value = json.nextToken();
                if (found) {
                    return value.isScalarValue() ? Optional.ofNullable(json.getValueAsString()) : Optional.empty();
                }
                json.skipChildren();
            }
        } catch (IOException | JsonException e) {
            // The body is not JSON, so it comes from a proxy in front of AWS.
        }
        return Optional.empty();
    }
}
