package io.sagegate.filters.detect;

/// Digits in groups, as people write long numbers: `4111 1111 1111 1111`, `4111-1111-…`, or in one piece.
///
/// @param digits the digits found
/// @param ends for each count of digits, the end of the text with that many, if a group ends there, else 0
/// @param open whether the text ended before the number did
record DigitRun(String digits, int[] ends, boolean open) {
    /// Reads up to `max` digits; groups are of at least `minGroup` and all have one separator.
    static DigitRun of(CharSequence text, int start, int max, int minGroup, String separators) {
        var digits = new StringBuilder(max);
        var ends = new int[max + 1];
        var separator = '\0';
        var group = 0;
        var at = start;
        while (at < text.length() && digits.length() < max) {
            var c = text.charAt(at);
            if (Normal.isDigit(c)) {
                digits.append(c);
                group++;
            } else if (group >= minGroup && separators.indexOf(c) >= 0 && (separator == '\0' || separator == c)) {
                ends[digits.length()] = at;
                separator = c;
                group = 0;
            } else {
                break;
            }
            at++;
        }
        var open = at == text.length();
        if (group > 0 && (open || !Normal.isDigit(text.charAt(at)))) {
            ends[digits.length()] = at;
        }
        return new DigitRun(digits.toString(), ends, open);
    }

    int count() {
        return digits.length();
    }
}
