package io.sagegate.filters.detect;

import io.sagegate.policy.obligation.SensitiveKind;
import java.util.Set;

/// Finds the places of a text at which a detector has any chance, by what its kind cannot do without: an at-sign near
/// by, a group of digits, a run of forty. Says no only where the detector would say no, with or without the text
/// before and after; near the end of a text that goes on it leaves the decision to the detector.
public final class Candidates {
    private static final int DIGIT = 1;
    private static final int HEX = 2;
    private static final int LETTER = 4;
    private static final int WORD = 8;
    private static final int ATOM = 16;
    private static final int BASE64 = 32;
    private static final int SIGN = 64;
    private static final int INSIDE = 256;
    private static final int[] CLASSES = new int[128];

    // A letter or digit before that leaves nothing but `A` and `e` to begin with.
    private static final int[] PLAIN = new int[128];

    /// As far as [EmailDetector] looks for the at-sign, and a little more.
    private static final int LOCAL = 130;

    private static final int SECRET = 40;
    private static final int SHORTEST_CARD = 13;

    static {
        for (var c = (char) 0; c < CLASSES.length; c++) {
            CLASSES[c] = (Normal.isDigit(c) ? DIGIT : 0)
                    | (Normal.isHex(c) ? HEX : 0)
                    | (Normal.isLetter(c) ? LETTER : 0)
                    | (Normal.isWord(c) ? WORD : 0)
                    | (Normal.isWord(c) || ".%+-".indexOf(c) >= 0 ? ATOM : 0)
                    | (Normal.isBase64(c) && c != '=' ? BASE64 : 0)
                    | ("+(:-".indexOf(c) >= 0 ? SIGN : 0)
                    | ((Normal.isLetter(c) && c != 'A' && c != 'e') || Normal.isDigit(c) ? INSIDE : 0);
            PLAIN[c] = Normal.isLetter(c) || Normal.isDigit(c) ? INSIDE : 0;
        }
    }

    private final boolean email;
    private final boolean iban;
    private final boolean numbers;
    private final boolean ipv6;
    private final boolean aws;
    private final boolean jwt;
    private final boolean privateKey;

    public Candidates(Set<SensitiveKind> kinds) {
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
    public int next(Letters text, int from, int to, int edge, boolean last) {
        var end = text.length();
        var sign = -1;
        var local = end;
        var before = from > 0 ? text.charAt(from - 1) : ' ';
        for (var i = from; i < to; i++) {
            var c = text.charAt(i);
            var classes = c < 128 ? CLASSES[c] : Normal.isWord(c) ? ATOM : 0;
            if (email && i > sign) {
                sign = text.atSign(i);
                local = sign < end || !last ? sign - LOCAL : end;
            }
            if (i == edge) {
                before = ' ';
            }
            if ((i >= local && email && (classes & ATOM) != 0)
                    || ((classes & INSIDE & plain(before)) == 0 && mayStart(text, i, c, classes, before, last))) {
                return i;
            }
            before = c;
        }
        return to;
    }

    private static int plain(char before) {
        return before < 128 ? PLAIN[before] : 0;
    }

    /// Whether another kind than an address may begin here.
    private boolean mayStart(Letters text, int at, char c, int classes, char before, boolean last) {
        var end = text.length();
        var inside = Normal.isWord(before);
        return ((classes & LETTER) != 0 && letter(text, at, end, c, inside, last))
                || (!inside && (classes & DIGIT) != 0 && digit(text, at, end, c, last))
                || ((classes & SIGN) != 0 && sign(text, at, end, c, last))
                || (aws && (classes & BASE64) != 0 && !is(before, BASE64) && longRun(text, at, end, last))
                || (!inside && ipv6 && (classes & HEX) != 0 && group(text, at, end, last));
    }

    private boolean letter(Letters text, int at, int end, char c, boolean inside, boolean last) {
        if (at + 3 >= end) {
            return !last;
        }
        var third = text.charAt(at + 2);
        return (aws && c == 'A' && third == 'I' && text.charAt(at + 3) == 'A')
                || (jwt && c == 'e' && third == 'J' && text.charAt(at + 1) == 'y')
                || (iban && Normal.isDigit(third) && Normal.isDigit(text.charAt(at + 3)) && !inside);
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
                return d == '.' || ((i == at + 3 || (i == at + 1 && c == '1')) && (d == '-' || d == ' '));
            }
        }
        return at + SHORTEST_CARD > end
                ? !last
                : isNumber(text, at + 4) && isNumber(text, at + 9) && isNumber(text, at + 12);
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
        if (at + SECRET > end) {
            return !last;
        }
        var i = at + SECRET - 1;
        while (i > at && Normal.isBase64(text.charAt(i))) {
            i--;
        }
        return i == at;
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
