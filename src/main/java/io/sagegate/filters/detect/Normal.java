package io.sagegate.filters.detect;

import java.text.Normalizer;

/// Shows a character as the ASCII one that a reader takes it for, so that full-width digits, other scripts'
/// digits, mathematical letters, typographic dashes and invisible spaces do not hide anything. One character for
/// one code point.
public final class Normal {
    private static final int FIRST_MATHEMATICAL = 0x1D400;
    private static final int LAST_MATHEMATICAL = 0x1D7FF;

    /// Stands for what no detector looks for.
    private static final char UNKNOWN = '\uFFFD';

    private Normal() {}

    public static char of(int c) {
        if (c < 0x80) {
            return (char) c;
        }
        if (c >= 0xFF01 && c <= 0xFF5E) {
            return (char) (c - 0xFEE0);
        }
        if (c >= FIRST_MATHEMATICAL && c <= LAST_MATHEMATICAL) {
            var plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
            return plain.charAt(0);
        }
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER -> (char) ('0' + Character.digit(c, 10));
            case Character.DASH_PUNCTUATION -> '-';
            case Character.SPACE_SEPARATOR, Character.FORMAT -> ' ';
            default -> c == '\u2212' ? '-' : Character.isBmpCodePoint(c) ? (char) c : UNKNOWN;
        };
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
