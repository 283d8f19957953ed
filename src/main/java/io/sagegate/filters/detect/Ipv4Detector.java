package io.sagegate.filters.detect;

/// Finds IPv4 addresses in dotted form. Four-part version numbers look the same and are masked too.
final class Ipv4Detector implements Detector {
    private static final int MAX_LENGTH = 15;

    @Override
    public boolean mayStart(char c) {
        return Normal.isDigit(c);
    }

    @Override
    public boolean mayStartInside(char c) {
        return false;
    }

    @Override
    public boolean isWorthTrying(Letters text, int at, char before, boolean last) {
        if (Normal.isWord(before) || at + 3 >= text.length()) {
            return !Normal.isWord(before) && !last;
        }
        return text.charAt(at + 1) == '.' || text.charAt(at + 2) == '.' || text.charAt(at + 3) == '.';
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        if (start > 0 && (Normal.isWord(text.charAt(start - 1)) || ".-".indexOf(text.charAt(start - 1)) >= 0)) {
            return NO;
        }
        var part = 0;
        var parts = 0;
        var digits = 0;
        var at = start;
        for (; at < text.length() && at - start <= MAX_LENGTH; at++) {
            var c = text.charAt(at);
            if (Normal.isDigit(c)) {
                part = 10 * part + c - '0';
                digits++;
                if (part > 255 || (digits > 1 && part < 10) || digits > 3) {
                    return NO;
                }
            } else if (c == '.' && digits > 0 && parts < 3) {
                parts++;
                part = 0;
                digits = 0;
            } else {
                break;
            }
        }
        if (!last && (at == text.length() || (text.charAt(at) == '.' && at + 1 == text.length()))) {
            return MORE;
        }
        return parts == 3 && digits > 0 && !continues(text, at) ? at : NO;
    }

    /// A fifth part, or a letter: an object identifier or a version.
    private static boolean continues(CharSequence text, int end) {
        if (end == text.length()) {
            return false;
        }
        var c = text.charAt(end);
        return Normal.isWord(c) || (c == '.' && end + 1 < text.length() && Normal.isDigit(text.charAt(end + 1)));
    }
}
