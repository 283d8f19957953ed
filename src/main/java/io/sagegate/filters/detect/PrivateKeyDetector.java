package io.sagegate.filters.detect;

/// Finds PEM private keys (RFC 7468 §10 and related forms), masked from the first line on. A key without an end
/// takes the rest of the text with it.
final class PrivateKeyDetector implements Detector {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final int MAX_LABEL = 48;

    @Override
    public boolean mayStart(char c) {
        return c == '-';
    }

    @Override
    public boolean isWorthTrying(Letters text, int at, char before, boolean last) {
        if (at + 5 >= text.length()) {
            return !last;
        }
        return text.charAt(at + 1) == '-' && text.charAt(at + 5) == 'B';
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        for (var i = 0; i < BEGIN.length(); i++) {
            if (start + i == text.length()) {
                return last ? NO : MORE;
            }
            if (text.charAt(start + i) != BEGIN.charAt(i)) {
                return NO;
            }
        }
        var from = start + BEGIN.length();
        for (var at = from; at - from < MAX_LABEL; at++) {
            if (at == text.length()) {
                return last ? NO : MORE;
            }
            var c = text.charAt(at);
            if (c == '-') {
                return text.subSequence(from, at).toString().contains("PRIVATE KEY") ? at : NO;
            }
            if (!Normal.isUpper(c) && !Normal.isDigit(c) && c != ' ') {
                return NO;
            }
        }
        return NO;
    }

    @Override
    public boolean swallows() {
        return true;
    }

    @Override
    public int rest(CharSequence text, int from, boolean last) {
        for (var end = find(END, text, from, text.length()); end >= 0; end = find(END, text, end + 1, text.length())) {
            var label = end + END.length();
            var close = find("-----", text, label, Math.min(text.length(), label + MAX_LABEL + 5));
            if (close >= 0) {
                return close + 5;
            }
        }
        return -1;
    }

    /// Searches in the text itself: a copy for each key would make many keys slow.
    private static int find(String wanted, CharSequence text, int from, int to) {
        for (var at = from; at + wanted.length() <= to; at++) {
            var same = 0;
            while (same < wanted.length() && text.charAt(at + same) == wanted.charAt(same)) {
                same++;
            }
            if (same == wanted.length()) {
                return at;
            }
        }
        return -1;
    }
}
