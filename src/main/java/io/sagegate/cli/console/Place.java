package io.sagegate.cli.console;

/// A place in a file, counted from 1.
public record Place(int line, int column) {
    public static final Place START = new Place(1, 1);
}
