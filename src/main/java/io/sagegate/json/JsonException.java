package io.sagegate.json;

import java.util.Optional;

/// Thrown if a text is not JSON that the reader accepts. The message never quotes the input.
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String duplicate;

    public JsonException(String message) {
        this(message, "");
    }

    /// A member that occurs twice in one object.
    JsonException(String message, String duplicate) {
        super(message);
        this.duplicate = duplicate;
    }

    /// The name of the member that occurs twice, in at most 64 printable ASCII characters. Only the sender of the
    /// text may see it.
    public Optional<String> duplicate() {
        return Optional.of(duplicate).filter(name -> !name.isEmpty());
    }
}
