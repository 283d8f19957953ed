package io.sagegate.filters.json;

import java.util.Optional;

/// A text of an event that waits until the text that it is a piece of is decided.
public final class Piece {
    private final String text;
    private Optional<String> leaving = Optional.empty();

    public Piece(String text) {
        this.text = text;
    }

    /// Whether the piece's text is this one.
    public boolean isOf(String other) {
        return text.equals(other);
    }

    public void leave(String masked) {
        leaving = Optional.of(masked);
    }

    public boolean waits() {
        return leaving.isEmpty();
    }

    /// The masked text that leaves in its place.
    public String leaving() {
        return leaving.orElseThrow();
    }

    public boolean changed() {
        return !text.equals(leaving());
    }
}
