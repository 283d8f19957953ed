package io.sagegate.json.schema;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The sizes that a schema may bound: one keyword sets the least size, another the most.
enum Measure {
    MEMBERS("Properties", "has too few or too many members"),
    ELEMENTS("Items", "has too few or too many elements"),
    CHARACTERS("Length", "is too short or too long");

    private final String keyword;
    private final String expectation;

    Measure(String keyword, String expectation) {
        this.keyword = keyword;
        this.expectation = expectation;
    }

    String least() {
        return "min" + keyword;
    }

    String most() {
        return "max" + keyword;
    }

    String expectation() {
        return expectation;
    }

    /// The value's size; empty for a value of another kind.
    OptionalInt of(@Nullable Object value) {
        return switch (this) {
            case MEMBERS -> value instanceof Map<?, ?> object ? OptionalInt.of(object.size()) : OptionalInt.empty();
            case ELEMENTS -> value instanceof List<?> array ? OptionalInt.of(array.size()) : OptionalInt.empty();
            case CHARACTERS ->
                value instanceof String text
                        ? OptionalInt.of(text.codePointCount(0, text.length()))
                        : OptionalInt.empty();
        };
    }
}
