package io.sagegate.json.schema;

import io.sagegate.json.JsonException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A compiled JSON Schema (2020-12) with the keywords that request bodies need. Compilation refuses an unknown
/// keyword; it never skips one. Immutable: compile once, check many bodies.
public final class JsonSchema {
    private final Rule root;
    private final Definitions definitions;

    JsonSchema(Rule root, Definitions definitions) {
        this.root = root;
        this.definitions = definitions;
    }

    /// Compiles a schema.
    ///
    /// @throws JsonException if the schema is wrong or uses an unknown keyword; the message names the place
    public static JsonSchema of(Map<?, ?> schema) throws JsonException {
        return Definitions.compile(schema);
    }

    /// Finds a place in the body that breaks the schema, as a JSON pointer with the expectation. Empty if the
    /// body is valid. Quotes nothing of the body's texts.
    public Optional<String> violation(@Nullable Object body) {
        return check(new Check(definitions), body);
    }

    Definitions definitions() {
        return definitions;
    }

    Optional<String> check(Check check, @Nullable Object body) {
        return check.of(root, body).map(Broken::text);
    }
}
