package io.sagegate.filters.detect;

/// Finds telephone numbers: international ones with `+` (ITU-T E.164), and North American ones written with
/// separators. Ten bare digits are not taken for one.
final class PhoneDetector implements Detector {
    private static final int MAX_LENGTH = 32;
    private static final String SEPARATORS = " -.";

    @Override
    public boolean mayStart(char c) {
        return c == '+' || c == '(' || Normal.isDigit(c);
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
        var next = text.charAt(at + 1);
        return Normal.isDigit(text.charAt(at))
                ? (text.charAt(at) == '1' && SEPARATORS.indexOf(next) >= 0)
                        || SEPARATORS.indexOf(text.charAt(at + 3)) >= 0
                : Normal.isDigit(next);
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        if (start > 0 && (Normal.isWord(text.charAt(start - 1)) || "+-.".indexOf(text.charAt(start - 1)) >= 0)) {
            return NO;
        }
        return text.charAt(start) == '+' ? international(text, start, last) : american(text, start, last);
    }

    private static int international(CharSequence text, int start, boolean last) {
        var digits = 0;
        var end = start + 1;
        var groupEnd = 0;
        var at = start + 1;
        for (; at < text.length() && at - start < MAX_LENGTH && digits <= 15; at++) {
            var c = text.charAt(at);
            if (Normal.isDigit(c)) {
                digits++;
                end = at + 1;
            } else if (digits == 0 || " -.()/".indexOf(c) < 0 || at - end > 1) {
                break;
            } else {
                groupEnd = digits >= 8 ? end : 0;
            }
        }
        if (at == text.length() && !last) {
            return MORE;
        }
        if (digits > 15) {
            return groupEnd > 0 ? groupEnd : NO;
        }
        var ends = end == text.length() || !Normal.isWord(text.charAt(end));
        return digits >= 8 && ends && !isDecimal(text, start, end) && text.charAt(start + 1) != '0' ? end : NO;
    }

    /// `+1.2345678901` has one point and nothing else between its digits.
    private static boolean isDecimal(CharSequence text, int start, int end) {
        var separators = text.subSequence(start + 1, end)
                .chars()
                .filter(c -> !Normal.isDigit((char) c))
                .toArray();
        return separators.length == 1 && separators[0] == '.';
    }

    /// `(415) 555-0123`, `415-555-0123`, `415.555.0123`, each also after `1` and a separator.
    private static int american(CharSequence text, int start, boolean last) {
        var one = one(text, start, "1-") || one(text, start, "1 ") || one(text, start, "1.");
        var from = one ? start + 2 : start;
        for (var form :
                new String[] {"(ddd) ddd-dddd", "(ddd)ddd-dddd", "ddd-ddd-dddd", "ddd.ddd.dddd", "ddd ddd dddd"}) {
            var matched = matched(text, from, form);
            if (matched == form.length()) {
                var end = from + matched;
                if (end == text.length() && !last) {
                    return MORE;
                }
                return isPlan(text, from, form) && !continues(text, end) ? end : NO;
            }
            if (from + matched == text.length() && !last) {
                return MORE;
            }
        }
        return NO;
    }

    private static boolean one(CharSequence text, int start, String form) {
        return text.length() >= start + 2
                && text.subSequence(start, start + 2).toString().equals(form);
    }

    private static int matched(CharSequence text, int from, String form) {
        var count = 0;
        while (count < form.length() && from + count < text.length()) {
            var c = text.charAt(from + count);
            if (form.charAt(count) == 'd' ? !Normal.isDigit(c) : c != form.charAt(count)) {
                return count;
            }
            count++;
        }
        return count;
    }

    /// Area codes and exchanges begin with 2 to 9.
    private static boolean isPlan(CharSequence text, int from, String form) {
        var area = form.indexOf('d');
        var exchange = form.indexOf('d', form.indexOf("ddd") + 3);
        return text.charAt(from + area) >= '2' && text.charAt(from + exchange) >= '2';
    }

    private static boolean continues(CharSequence text, int end) {
        return end < text.length() && (Normal.isWord(text.charAt(end)) || text.charAt(end) == '-');
    }
}
