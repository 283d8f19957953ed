package io.sagegate.api.framing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.json.JsonText;
import java.io.IOException;

/// Writes the name that a caller asked for into the `model` of an answer. Containers state their own name there, such
/// as a path. Everything else stays unchanged.
public final class ModelName {
    /// Accepts duplicate members, which are the container's concern here: each of them gets the name.
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private ModelName() {}

    /// Returns the text with the name in each `model` of its top object. Returns the same text if it is not a JSON
    /// object.
    public static String in(String json, String name) {
        if (!json.contains("\"model\"")) {
            return json;
        }
        var out = new StringBuilder(json.length() + name.length());
        var copied = 0;
        try (var parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return json;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var isModel = parser.currentName().equals("model");
                var value = parser.nextToken();
                if (isModel && value == JsonToken.VALUE_STRING) {
                    var from = (int) parser.currentTokenLocation().getCharOffset();
                    out.append(json, copied, from).append(JsonText.of(name));
                    copied = end(parser);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // An answer that is not JSON stays unchanged.
            return json;
        }
        return out.append(json, copied, json.length()).toString();
    }

    private static int end(JsonParser parser) throws IOException {
        // The parser checks a text only when the text is requested.
        parser.getText();
        return (int) parser.currentLocation().getCharOffset();
    }
}
