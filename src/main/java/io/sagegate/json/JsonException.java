package io.sagegate.json;

import java.util.Optional;

/// A text that is not the JSON the reader accepts. The message never quotes the input.
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String duplicate;

    public JsonException(String message) {
        this(message, "");
    }

    /// A member of an object that stands in it twice.
    JsonException(String message, String duplicate) {
        super(message);
        this.duplicate = duplicate;
    }

    /// The name of the member that stands twice, for the sender of the text alone: at most 64 printable ASCII
    /// characters.
    public Optional<String> duplicate() {
        return Optional.of(duplicate).filter(name -> !name.isEmpty());
    }
}
