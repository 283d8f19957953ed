package io.sagegate.filters.detect;

/// Finds US social security numbers, `AAA-GG-SSSS` or with spaces, of areas, groups and serials that are issued.
final class SsnDetector implements Detector {
    private static final int LENGTH = 11;

    @Override
    public boolean mayStart(char c) {
        return c >= '0' && c <= '8';
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
        var separator = text.charAt(at + 3);
        return (separator == '-' || separator == ' ') && Normal.isDigit(text.charAt(at + 1));
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        if (start > 0 && (Normal.isWord(text.charAt(start - 1)) || "-.".indexOf(text.charAt(start - 1)) >= 0)) {
            return NO;
        }
        for (var i = 0; i < LENGTH; i++) {
            if (start + i == text.length()) {
                return last ? NO : MORE;
            }
            var c = text.charAt(start + i);
            var separates = i == 3 || i == 6;
            if (separates ? (c != '-' && c != ' ') || c != text.charAt(start + 3) : !Normal.isDigit(c)) {
                return NO;
            }
        }
        var end = start + LENGTH;
        if (end == text.length() && !last) {
            return MORE;
        }
        if (end < text.length() && (Normal.isWord(text.charAt(end)) || text.charAt(end) == '-')) {
            return NO;
        }
        var area = number(text, start, 3);
        var issued = area != 0 && area != 666 && number(text, start + 4, 2) != 0 && number(text, start + 7, 4) != 0;
        return issued ? end : NO;
    }

    private static int number(CharSequence text, int from, int digits) {
        return Integer.parseInt(text, from, from + digits, 10);
    }
}
