package io.sagegate.filters.guard;

import io.sagegate.filters.detect.Normal;

/// Undoes the escapes of JSON strings (RFC 8259 §7) anywhere in a text. What is no escape stays.
final class JsonEscapes {
    private static final String SHORT = "\"\\/bfnrt";
    private static final String MEANING = "\"\\/\b\f\n\r\t";

    private JsonEscapes() {}

    static String undone(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        var out = new StringBuilder(text.length());
        for (var at = 0; at < text.length(); at++) {
            var c = text.charAt(at);
            var next = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
            if (c == '\\' && next == 'u' && isHex(text, at + 2)) {
                out.append((char) Integer.parseInt(text, at + 2, at + 6, 16));
                at += 5;
            } else if (c == '\\' && SHORT.indexOf(next) >= 0) {
                out.append(MEANING.charAt(SHORT.indexOf(next)));
                at++;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isHex(String text, int from) {
        if (from + 4 > text.length()) {
            return false;
        }
        for (var i = from; i < from + 4; i++) {
            if (!Normal.isHex(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
