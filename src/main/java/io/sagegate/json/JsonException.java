package io.sagegate.json;

/// A text that is not the JSON the reader accepts. The message never quotes the input.
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }
}
