package io.sagegate.limits.tokens;

/// Computes the length of texts in UTF-8 without encoding them.
final class Utf8 {
    private Utf8() {}

    static long length(String text) {
        return length(text.toCharArray(), 0, text.length());
    }

    static long length(char[] text, int from, int length) {
        var bytes = 0L;
        for (var i = from; i < from + length; i++) {
            var c = text[i];
            // Each half of a surrogate pair counts half of four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
