package io.sagegate.filters.detect;

/// Recognises one kind of data at a given place of a text. Stateless; looks at most a bounded number of
/// characters ahead before it says no, which is what a stream may have to hold back.
public interface Detector {
    /// Nothing begins here.
    int NO = -1;

    /// Cannot tell before more of the text is there.
    int MORE = -2;

    /// Whether a match may begin with this character.
    boolean mayStart(char c);

    /// The end of the match that begins at `start`, or [#NO], or [#MORE]; `MORE` only while `last` is false.
    ///
    /// @param text the text in its normal form, with some of what went before `start`
    /// @param last whether the text ends where it ends
    int at(CharSequence text, int start, boolean last);

    /// Whether what follows a match belongs to it, however long: see [#rest].
    default boolean swallows() {
        return false;
    }

    /// After a match of a kind that swallows: the end of what belongs to it, or `-1` when all of the text
    /// does, so far.
    default int rest(CharSequence text, int from, boolean last) {
        return from;
    }
}
