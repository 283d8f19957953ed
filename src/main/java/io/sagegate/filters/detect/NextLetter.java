package io.sagegate.filters.detect;

/// Finds the nearest place of a character in a text that grows at its end and is forgotten from its start. Not
/// thread-safe.
final class NextLetter {
    // The character that was last looked for: none lies between these two places. At the second place is one, or the
    // end.
    private char searched;
    private int from;
    private int to;

    /// The first such character from a place on, or the end.
    ///
    /// @param length the number of letters that the text has now
    int of(char wanted, int place, char[] text, int length) {
        if (wanted != searched || place < from || place > to) {
            searched = wanted;
            from = place;
            to = place;
        }
        while (to < length && text[to] != wanted) {
            to++;
        }
        return to;
    }

    /// Takes note that letters were forgotten at the start.
    void forget(int count) {
        from -= count;
        to = Math.max(0, to - count);
    }

    void clear() {
        from = 0;
        to = 0;
    }
}
