package io.sagegate.aws.call;

import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import java.io.IOException;
import java.util.Optional;

/// Single members of a small JSON object.
public final class JsonBody {
    private JsonBody() {}

    /// A text or number by its name; empty where there is none, or no JSON object.
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
            // From something that stands before AWS.
        }
        return Optional.empty();
    }
}
