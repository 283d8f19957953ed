package io.sagegate.filters.detect;

/// Undoes two encodings that hide a text from a detector and from no reader, each once, in one pass. They are
/// percent notation (RFC 3986 §2.1) and the escapes of JSON strings (RFC 8259 §7). A text that is itself JSON, such
/// as a tool call's arguments, has the second. Characters that are no escape stay.
public final class Undone {
    /// No unit yet: the text may go on in the middle of an escape.
    static final long CUT = -1;

    private static final String SHORT = "\"\\/bfnrt";
    private static final String MEANING = "\"\\/\b\f\n\r\t";
    private static final int UNKNOWN = 0xFFFD;

    private static final int ASCII = 128;
    private static final boolean[] SPECIAL = new boolean[ASCII];

    static {
        for (var c = 0; c < ASCII; c++) {
            SPECIAL[c] = c == '%' || c == '\\' || Normal.isInvisible(c);
        }
    }

    private Undone() {}

    /// Whether a text may read otherwise once escapes are undone and invisible characters taken out.
    public static boolean touches(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ASCII ? SPECIAL[c] : Normal.isInvisible(text.codePointAt(i))) {
                return true;
            }
        }
        return false;
    }

    /// For each ASCII character: whether [#isSpecial] holds for it.
    static boolean[] special() {
        return SPECIAL;
    }

    /// Whether a character begins an escape or cannot be seen.
    static boolean isSpecial(int c) {
        return c < ASCII ? SPECIAL[c] : Normal.isInvisible(c);
    }

    /// The text without its escapes.
    public static String text(String text) {
        var out = new StringBuilder(text.length());
        for (var at = 0; at < text.length(); ) {
            var unit = at(text, at, true);
            out.appendCodePoint(codePoint(unit));
            at += length(unit);
        }
        return out.toString();
    }

    static int codePoint(long unit) {
        return (int) (unit >> 8);
    }

    /// The number of characters that a unit was written with.
    static int length(long unit) {
        return (int) (unit & 0xFF);
    }

    private static long unit(int codePoint, int length) {
        return ((long) codePoint << 8) | length;
    }

    /// Reads the unit at a place: a code point and its length, or [#CUT].
    static long at(CharSequence text, int at, boolean last) {
        var c = text.charAt(at);
        return switch (c) {
            case '%' -> percent(text, at, last);
            case '\\' -> escape(text, at, last);
            default -> {
                var codePoint = Character.codePointAt(text, at);
                yield unit(codePoint, Character.charCount(codePoint));
            }
        };
    }

    private static long percent(CharSequence text, int at, boolean last) {
        var first = octet(text, at);
        if (first < 0) {
            return first == -2 && !last ? CUT : unit('%', 1);
        }
        var more = first < 0x80
                ? 0
                : first >= 0xC2 && first < 0xE0 ? 1 : first >> 4 == 0xE ? 2 : first >> 3 == 30 ? 3 : -1;
        var codePoint = more <= 0 ? first : first & (0x3F >> more);
        for (var i = 1; i <= more; i++) {
            var next = octet(text, at + 3 * i);
            if (next < 0 || next >> 6 != 2) {
                return next == -2 && !last ? CUT : unit('%', 1);
            }
            codePoint = codePoint << 6 | (next & 0x3F);
        }
        return more < 0 || !Character.isValidCodePoint(codePoint) || isSurrogate(codePoint)
                ? unit('%', 1)
                : unit(codePoint, 3 * more + 3);
    }

    /// The value of `%XX`, -1 for another text, or -2 if more characters may complete it.
    private static int octet(CharSequence text, int at) {
        for (var i = 0; i < 3; i++) {
            if (at + i >= text.length()) {
                return -2;
            }
            var c = text.charAt(at + i);
            if (i == 0 ? c != '%' : !Normal.isHex(c)) {
                return -1;
            }
        }
        return Integer.parseInt(text, at + 1, at + 3, 16);
    }

    private static long escape(CharSequence text, int at, boolean last) {
        if (at + 1 == text.length()) {
            return last ? unit('\\', 1) : CUT;
        }
        var plain = SHORT.indexOf(text.charAt(at + 1));
        if (plain >= 0) {
            return unit(MEANING.charAt(plain), 2);
        }
        var value = hex(text, at);
        if (value < 0) {
            return value == -2 && !last ? CUT : unit('\\', 1);
        }
        if (!isSurrogate(value)) {
            return unit(value, 6);
        }
        var low = value < 0xDC00 ? hex(text, at + 6) : -1;
        if (low == -2 && !last) {
            return CUT;
        }
        return low >= 0xDC00 && low <= 0xDFFF
                ? unit(Character.toCodePoint((char) value, (char) low), 12)
                : unit(UNKNOWN, 6);
    }

    /// The value of `\\uXXXX`, -1 for another text, or -2 if more characters may complete it.
    private static int hex(CharSequence text, int at) {
        for (var i = 0; i < 6; i++) {
            if (at + i >= text.length()) {
                return -2;
            }
            var c = text.charAt(at + i);
            if (i == 0 ? c != '\\' : i == 1 ? c != 'u' : !Normal.isHex(c)) {
                return -1;
            }
        }
        return Integer.parseInt(text, at + 2, at + 6, 16);
    }

    private static boolean isSurrogate(int value) {
        return value >= 0xD800 && value <= 0xDFFF;
    }
}
