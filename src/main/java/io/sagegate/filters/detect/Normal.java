package io.sagegate.filters.detect;

import java.text.Normalizer;

/// Maps a character to the ASCII one that a reader takes it for, one for one code point. Full-width digits, other
/// scripts' digits, mathematical letters, typographic dashes and invisible spaces then hide nothing.
public final class Normal {
    private static final int FIRST_MATHEMATICAL = 0x1D400;
    private static final int LAST_MATHEMATICAL = 0x1D7FF;

    /// The Braille pattern without a dot, which looks like a space.
    private static final int BLANK = 0x2800;

    /// The first of Unicode's tags: a second copy of ASCII, which models read and no person sees.
    public static final int TAGS = 0xE0000;

    private static final int LAST_TAG = 0xE007F;

    /// The character for all that no detector looks for.
    private static final char UNKNOWN = '\uFFFD';

    private Normal() {}

    public static char of(int c) {
        if (c < 0x80) {
            return (char) c;
        }
        if (c >= 0xFF01 && c <= 0xFF5E) {
            return (char) (c - 0xFEE0);
        }
        if (c > TAGS && c < LAST_TAG) {
            return (char) (c - TAGS);
        }
        if (c >= FIRST_MATHEMATICAL && c <= LAST_MATHEMATICAL) {
            var plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
            return plain.charAt(0);
        }
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER -> (char) ('0' + Character.digit(c, 10));
            case Character.DASH_PUNCTUATION -> '-';
            case Character.SPACE_SEPARATOR, Character.FORMAT -> ' ';
            default -> c == '\u2212' ? '-' : c == BLANK ? ' ' : Character.isBmpCodePoint(c) ? (char) c : UNKNOWN;
        };
    }

    /// Whether a character is invisible and does not even leave a space. Such are format and control characters,
    /// and Unicode's other Default_Ignorable_Code_Points.
    public static boolean isInvisible(int c) {
        if (c < 0xAD) {
            return (c < ' ' && !Character.isWhitespace(c)) || (c >= 0x7F && c != 0x85 && c < 0xA0);
        }
        return Character.getType(c) == Character.FORMAT
                || c == 0x034F
                || (c >= 0x115F && c <= 0x1160)
                || (c >= 0x17B4 && c <= 0x17B5)
                || (c >= 0x180B && c <= 0x180F)
                || c == 0x3164
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFFA0
                || (c >= 0xFFF0 && c <= 0xFFF8)
                || c == 0x2065
                || (c >= TAGS && c <= 0xE0FFF);
    }

    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    public static boolean isLetter(char c) {
        return isUpper(c) || (c >= 'a' && c <= 'z');
    }

    static boolean isWord(char c) {
        return isDigit(c) || isLetter(c) || c == '_' || (c >= 0x80 && Character.isLetter(c));
    }

    static boolean isBase64Url(char c) {
        return isDigit(c) || isLetter(c) || c == '-' || c == '_';
    }

    static boolean isBase64(char c) {
        return isDigit(c) || isLetter(c) || c == '+' || c == '/' || c == '=';
    }

    public static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
