package io.sagegate.filters.detect;

/// Finds payment card numbers: a known issuer's prefix and length, and Luhn's check digit (ISO/IEC 7812-1).
final class CardDetector implements Detector {
    private static final int MAX_DIGITS = 19;
    private static final int SHORTEST = 13;
    private static final String SEPARATORS = " -.";

    @Override
    public boolean mayStart(char c) {
        return c >= '2' && c <= '6';
    }

    @Override
    public boolean mayStartInside(char c) {
        return false;
    }

    @Override
    public boolean isWorthTrying(Letters text, int at, char before, boolean last) {
        if (Normal.isWord(before) || at + SHORTEST > text.length()) {
            return !Normal.isWord(before) && !last;
        }
        return Normal.isDigit(text.charAt(at + 1))
                && Normal.isDigit(text.charAt(at + 2))
                && isPart(text, at + 3)
                && isPart(text, at + 4)
                && isPart(text, at + 9)
                && isPart(text, at + 12);
    }

    private static boolean isPart(Letters text, int at) {
        return Normal.isDigit(text.charAt(at)) || SEPARATORS.indexOf(text.charAt(at)) >= 0;
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        if (start > 0 && (Normal.isWord(text.charAt(start - 1)) || isFraction(text, start))) {
            return NO;
        }
        var run = DigitRun.of(text, start, MAX_DIGITS, 3, SEPARATORS);
        if (run.open() && !last) {
            return MORE;
        }
        for (var count = run.count(); count >= SHORTEST; count--) {
            var end = run.ends()[count];
            if (end > 0 && !continues(text, end) && isCard(run.digits().substring(0, count))) {
                return end;
            }
        }
        return NO;
    }

    /// The digits of `0.4111111111111111` are no card.
    private static boolean isFraction(CharSequence text, int start) {
        return start > 1 && text.charAt(start - 1) == '.' && Normal.isDigit(text.charAt(start - 2));
    }

    private static boolean continues(CharSequence text, int end) {
        return end < text.length() && Normal.isWord(text.charAt(end));
    }

    static boolean isCard(String digits) {
        return isIssued(digits) && luhn(digits);
    }

    private static boolean isIssued(String digits) {
        var length = digits.length();
        var two = Integer.parseInt(digits, 0, 2, 10);
        var four = Integer.parseInt(digits, 0, 4, 10);
        return switch (digits.charAt(0)) {
            case '4' -> length == 13 || length == 16 || length == 19;
            case '2' -> length == 16 && four >= 2221 && four <= 2720;
            case '5' -> (two >= 51 && two <= 55 && length == 16) || ((two == 50 || two >= 56) && length <= 19);
            case '3' ->
                ((two == 34 || two == 37) && length == 15)
                        || ((two == 36 || two == 38 || two == 39) && length >= 14)
                        || (four >= 3000 && four <= 3095 && length >= 14)
                        || (four >= 3528 && four <= 3589 && length >= 16);
            case '6' -> two == 62 || two == 65 || four == 6011 || two == 64 || (two == 63 || two == 67) || two == 60;
            default -> false;
        };
    }

    private static boolean luhn(String digits) {
        var sum = 0;
        for (var i = 0; i < digits.length(); i++) {
            var digit = digits.charAt(digits.length() - 1 - i) - '0';
            var weighed = i % 2 == 0 ? digit : 2 * digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }
}
