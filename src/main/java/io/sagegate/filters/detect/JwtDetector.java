package io.sagegate.filters.detect;

/// Finds compact JWS and JWE of any length: `eyJ…` and at least two dots (RFC 7515 §3.1, RFC 7516 §3.1).
final class JwtDetector implements Detector {
    private static final int MAX_HEADER = 2_048;

    @Override
    public boolean mayStart(char c) {
        return c == 'e';
    }

    @Override
    public boolean mayStartInside(char c) {
        return false;
    }

    @Override
    public boolean isWorthTrying(Letters text, int at, char before, boolean last) {
        if (at + 3 >= text.length()) {
            return !last;
        }
        return text.charAt(at + 1) == 'y' && text.charAt(at + 2) == 'J';
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        if (start > 0 && Normal.isBase64Url(text.charAt(start - 1))) {
            return NO;
        }
        var head = "eyJ";
        for (var i = 0; i < head.length(); i++) {
            if (start + i == text.length()) {
                return last ? NO : MORE;
            }
            if (text.charAt(start + i) != head.charAt(i)) {
                return NO;
            }
        }
        var dot = part(text, start);
        if (dot < 0) {
            // So many characters without a dot are no word of any language. The run counts as a token with a large
            // header.
            return text.length() - start > MAX_HEADER ? start + MAX_HEADER : last ? NO : MORE;
        }
        if (text.charAt(dot) != '.' || dot - start < 10) {
            return NO;
        }
        if (dot + 1 == text.length()) {
            return last ? NO : MORE;
        }
        // The rest is swallowed as it comes, so no text is held back until its end. A JWE may have an empty part.
        var next = text.charAt(dot + 1);
        return Normal.isBase64Url(next) || next == '.' ? dot + 1 : NO;
    }

    private static int part(CharSequence text, int from) {
        return Swallow.run(text, from, Normal::isBase64Url);
    }

    @Override
    public boolean swallows() {
        return true;
    }

    @Override
    public int rest(CharSequence text, int from, boolean last) {
        for (var i = from; i < text.length(); i++) {
            var c = text.charAt(i);
            // A full stop after the token belongs to the sentence.
            var stops = c == '.' && i + 1 < text.length() && !isPart(text.charAt(i + 1));
            if (stops || !isPart(c)) {
                return i;
            }
        }
        var end = text.length() - 1;
        return last && end >= from && text.charAt(end) == '.' ? end : -1;
    }

    private static boolean isPart(char c) {
        return Normal.isBase64Url(c) || c == '.';
    }
}
