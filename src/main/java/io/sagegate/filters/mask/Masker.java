package io.sagegate.filters.mask;

/// Masks one text that may come in pieces. The joined output is the same however the text was cut. Not thread-safe;
/// after [#finish] a masker can take a new text.
interface Masker {
    /// The mark for the end of a piece in a pushed text, if the piece may be a whole text. Such a piece is masked
    /// both as part of the joined text and by itself. The mark is half a surrogate pair, which no text has.
    char JOINT = '\uDC00';

    /// The next joint from a place on, or -1.
    static int joint(String text, int from) {
        var at = text.indexOf(JOINT, from);
        while (at > 0 && Character.isHighSurrogate(text.charAt(at - 1))) {
            at = text.indexOf(JOINT, at + 1);
        }
        return at;
    }

    void push(String piece, StringBuilder out);

    void finish(StringBuilder out);

    /// Masks a whole text between texts that come in pieces. Returns the same object if no match was masked.
    String whole(String text);

    /// The number of characters that are held back.
    int held();

    /// Whether the next characters may belong to a match that was masked already.
    boolean swallows();
}
