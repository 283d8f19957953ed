package io.sagegate.filters;

/// Masks one text that may come in pieces. What comes out, put together, is the same however the text was
/// cut. Not thread-safe; after [#finish] it is as new.
interface Masker {
    void push(String piece, StringBuilder out);

    void finish(StringBuilder out);

    /// How many characters are held back.
    int held();
}
