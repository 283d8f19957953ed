package io.sagegate.json.schema;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A schema on the first line and a body after it: judged in bounded depth, whatever they are.
public final class SchemaFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        var text = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        try {
            var schema = JsonSchema.of((Map<?, ?>) Json.readObject(bytes(text[0]), JsonLimits.IDENTITY));
            schema.violation(Json.read(bytes(text.length > 1 ? text[1] : "{}"), JsonLimits.BODY));
        } catch (JsonException e) {
            // Refused, as it says.
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
