package io.sagegate.filters;

/// PEM private keys (RFC 7468 §10 and its relatives), masked from the first line on: a key without an end
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
        var whole = text.toString();
        var end = whole.indexOf(END, from);
        if (end < 0) {
            return -1;
        }
        var label = whole.indexOf("-----", end + END.length());
        return label < 0 || label - end > MAX_LABEL + END.length() ? -1 : label + 5;
    }
}
