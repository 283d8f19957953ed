package io.sagegate.filters.mask;

/// Masks one text that may come in pieces. What comes out, put together, is the same however the text was
/// cut. Not thread-safe; after [#finish] it is as new.
interface Masker {
    /// Stands in a pushed text where one piece ends that may be a whole text of its own: what is there is masked
    /// as part of the joined text and as a text by itself. Half a surrogate pair, which no text has.
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

    /// Masks a text that is there as a whole, between texts that are not; the same object when nothing was masked.
    String whole(String text);

    /// How many characters are held back.
    int held();

    /// Whether what comes next may belong to what has been masked already.
    boolean swallows();
}
