package io.sagegate.filters;

import java.util.Optional;

/// A text of an event that waits until it is known what it is a piece of.
final class Piece {
    private final String text;
    private Optional<String> leaving = Optional.empty();

    Piece(String text) {
        this.text = text;
    }

    int length() {
        return text.length();
    }

    void leave(String masked) {
        leaving = Optional.of(masked);
    }

    boolean waits() {
        return leaving.isEmpty();
    }

    /// What leaves in its place.
    String leaving() {
        return leaving.orElseThrow();
    }

    boolean changed() {
        return !text.equals(leaving());
    }
}
