package io.sagegate.audit.ocsf;

/// Bounds untrusted text for one line of the record.
final class Text {
    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /// Returns at most `max` characters. U+FFFD replaces unpaired surrogates, which strict JSON readers refuse, and
    /// DEL, which JSON does not escape. The writer escapes everything else that is not printable ASCII.
    static String bounded(String text, int max) {
        var end = Math.min(text.length(), max);
        if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        for (var i = 0; i < end; i++) {
            if (isSuspect(text.charAt(i))) {
                return cleaned(text, end);
            }
        }
        return end == text.length() ? text : text.substring(0, end);
    }

    private static boolean isSuspect(char c) {
        return c == 0x7F || Character.isSurrogate(c);
    }

    private static String cleaned(String text, int end) {
        var clean = new StringBuilder(end);
        for (var i = 0; i < end; i++) {
            var c = text.charAt(i);
            if (i + 1 < end && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(isSuspect(c) ? REPLACEMENT : c);
            }
        }
        return clean.toString();
    }
}
