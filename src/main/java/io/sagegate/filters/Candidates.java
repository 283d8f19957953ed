package io.sagegate.filters;

import io.sagegate.policy.obligation.SensitiveKind;
import java.util.Set;

/// Finds the places of a text at which a detector has any chance, by what its kind cannot do without: an at-sign near
/// by, a group of digits, a run of forty. Says no only where the detector would say no, with or without the text
/// before and after; near the end of a text that goes on it leaves the decision to the detector.
final class Candidates {
    private static final byte DIGIT = 1;
    private static final byte HEX = 2;
    private static final byte LETTER = 4;
    private static final byte WORD = 8;
    private static final byte ATOM = 16;
    private static final byte BASE64 = 32;
    private static final byte SIGN = 64;
    private static final byte[] CLASSES = new byte[128];

    /// As far as [EmailDetector] looks for the at-sign, and a little more.
    private static final int LOCAL = 130;

    private static final int SECRET = 40;
    private static final int SHORTEST_CARD = 13;

    static {
        for (var c = (char) 0; c < CLASSES.length; c++) {
            CLASSES[c] = (byte) ((Normal.isDigit(c) ? DIGIT : 0)
                    | (Normal.isHex(c) ? HEX : 0)
                    | (Normal.isLetter(c) ? LETTER : 0)
                    | (Normal.isWord(c) ? WORD : 0)
                    | (Normal.isWord(c) || ".%+-".indexOf(c) >= 0 ? ATOM : 0)
                    | (Normal.isBase64(c) && c != '=' ? BASE64 : 0)
                    | ("+(:-".indexOf(c) >= 0 ? SIGN : 0));
        }
    }

    private final boolean email;
    private final boolean iban;
    private final boolean numbers;
    private final boolean ipv6;
    private final boolean aws;
    private final boolean jwt;
    private final boolean privateKey;

    Candidates(Set<SensitiveKind> kinds) {
        email = kinds.contains(SensitiveKind.EMAIL);
        iban = kinds.contains(SensitiveKind.IBAN);
        numbers = kinds.contains(SensitiveKind.CARD)
                || kinds.contains(SensitiveKind.US_SSN)
                || kinds.contains(SensitiveKind.IPV4)
                || kinds.contains(SensitiveKind.PHONE);
        ipv6 = kinds.contains(SensitiveKind.IPV6);
        aws = kinds.contains(SensitiveKind.AWS_KEY);
        jwt = kinds.contains(SensitiveKind.JWT);
        privateKey = kinds.contains(SensitiveKind.PRIVATE_KEY);
    }

    private static boolean is(char c, int classes) {
        return c < 128 && (CLASSES[c] & classes) != 0;
    }

    /// The first such place from `from` to `to`, or `to`.
    ///
    /// @param edge a place before which nothing is to be seen
    int next(Letters text, int from, int to, int edge, boolean last) {
        var end = text.length();
        for (var i = from; i < to; i++) {
            var c = text.charAt(i);
            if (c >= 128) {
                if (email && Normal.isWord(c) && nearAtSign(text, i, last)) {
                    return i;
                }
                continue;
            }
            var classes = CLASSES[c];
            if ((classes & (ATOM | BASE64 | SIGN)) == 0) {
                continue;
            }
            var before = i > 0 && i != edge ? text.charAt(i - 1) : ' ';
            if ((email && (classes & ATOM) != 0 && nearAtSign(text, i, last))
                    || ((classes & LETTER) != 0 && letter(text, i, end, c, before, last))
                    || ((classes & DIGIT) != 0 && !Normal.isWord(before) && digit(text, i, end, c, last))
                    || ((classes & SIGN) != 0 && sign(text, i, end, c, last))
                    || (aws && (classes & BASE64) != 0 && !is(before, BASE64) && longRun(text, i, end, last))
                    || (ipv6 && (classes & HEX) != 0 && !Normal.isWord(before) && group(text, i, end, last))) {
                return i;
            }
        }
        return to;
    }

    private static boolean nearAtSign(Letters text, int at, boolean last) {
        var sign = text.atSign(at);
        return sign - at <= LOCAL && (sign < text.length() || !last);
    }

    private boolean letter(Letters text, int at, int end, char c, char before, boolean last) {
        if (at + 3 >= end) {
            return !last;
        }
        var third = text.charAt(at + 2);
        return (aws && c == 'A' && third == 'I' && text.charAt(at + 3) == 'A')
                || (jwt && c == 'e' && third == 'J' && text.charAt(at + 1) == 'y')
                || (iban
                        && Normal.isDigit(third)
                        && Normal.isDigit(text.charAt(at + 3))
                        && !Normal.isWord(before));
    }

    /// Each number with separators has its first within four characters; a card without one is long.
    private boolean digit(Letters text, int at, int end, char c, boolean last) {
        if (!numbers) {
            return false;
        }
        if (at + 3 >= end) {
            return !last;
        }
        for (var i = at + 1; i <= at + 3; i++) {
            var d = text.charAt(i);
            if (!Normal.isDigit(d)) {
                // An address may have short parts, and a national number begins with `1-`.
                return d == '.' || (i == at + 3 || (i == at + 1 && c == '1')) && (d == '-' || d == ' ');
            }
        }
        return at + SHORTEST_CARD > end ? !last : isNumber(text, at + 4) && isNumber(text, at + 9) && isNumber(text, at + 12);
    }

    private static boolean isNumber(Letters text, int at) {
        return Normal.isDigit(text.charAt(at)) || " -.".indexOf(text.charAt(at)) >= 0;
    }

    private boolean sign(Letters text, int at, int end, char c, boolean last) {
        if (at + 1 == end) {
            return !last;
        }
        var next = text.charAt(at + 1);
        return switch (c) {
            case '+', '(' -> numbers && Normal.isDigit(next);
            case ':' -> ipv6 && next == ':';
            default -> privateKey && next == '-' && (at + 5 >= end ? !last : text.charAt(at + 5) == 'B');
        };
    }

    private static boolean longRun(Letters text, int at, int end, boolean last) {
        return at + SECRET > end
                ? !last
                : Normal.isBase64(text.charAt(at + 39))
                        && Normal.isBase64(text.charAt(at + 11))
                        && Normal.isBase64(text.charAt(at + 22))
                        && Normal.isBase64(text.charAt(at + 5));
    }

    private static boolean group(Letters text, int at, int end, boolean last) {
        for (var i = at + 1; i <= at + 4; i++) {
            if (i == end) {
                return !last;
            }
            if (!is(text.charAt(i), HEX)) {
                return text.charAt(i) == ':';
            }
        }
        return false;
    }
}
