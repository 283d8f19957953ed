package io.sagegate.cli;

/// A place in a file, counted from 1.
record Place(int line, int column) {
    static final Place START = new Place(1, 1);
}
