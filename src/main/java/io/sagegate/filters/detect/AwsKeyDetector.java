package io.sagegate.filters.detect;

/// Finds AWS credentials: access key ids (`AKIA…`, `ASIA…`), secret access keys and session tokens. A secret access
/// key has 40 characters of base64 with upper case, lower case and digits.
final class AwsKeyDetector implements Detector {
    private static final String[] ID_HEAD = {"A", "KS", "I", "A"};
    private static final int ID_LENGTH = 20;
    private static final int SECRET_LENGTH = 40;
    private static final int TOKEN_LENGTH = 100;

    @Override
    public boolean mayStart(char c) {
        return Normal.isBase64(c) && c != '=';
    }

    @Override
    public boolean mayStartInside(char c) {
        return c == 'A';
    }

    @Override
    public boolean isWorthTrying(Letters text, int at, char before, boolean last) {
        return (text.charAt(at) == 'A' && mayBeId(text, at, last))
                || (!continues(before) && mayBeSecret(text, at, last));
    }

    private static boolean mayBeId(Letters text, int at, boolean last) {
        return at + 3 >= text.length() ? !last : text.charAt(at + 2) == 'I' && text.charAt(at + 3) == 'A';
    }

    /// Looks from the end backwards, since most words are shorter than a key.
    private static boolean mayBeSecret(Letters text, int at, boolean last) {
        if (at + SECRET_LENGTH > text.length()) {
            return !last;
        }
        var i = at + SECRET_LENGTH - 1;
        while (i > at && Normal.isBase64(text.charAt(i))) {
            i--;
        }
        return i == at;
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        var id = id(text, start, last);
        if (id != NO || (start > 0 && continues(text.charAt(start - 1)))) {
            return id;
        }
        var end = start;
        while (end < text.length() && end - start < TOKEN_LENGTH && Normal.isBase64(text.charAt(end))) {
            end++;
        }
        var head = text.subSequence(start, Math.min(text.length(), start + 4)).toString();
        var length = end - start;
        if (length == TOKEN_LENGTH) {
            return isTokenStart(head) ? end : NO;
        }
        if (end == text.length() && !last) {
            return length <= SECRET_LENGTH || isTokenStart(head) ? MORE : NO;
        }
        return length == SECRET_LENGTH && isMixed(text, start, end) ? end : NO;
    }

    private static boolean isTokenStart(String head) {
        return "IQoJ".startsWith(head) || "FwoG".startsWith(head);
    }

    private static boolean continues(char c) {
        return Normal.isBase64(c) && c != '=';
    }

    /// Finds a key id. Any character may stand next to it, such as a slash, except one that a key id may contain.
    private static int id(CharSequence text, int start, boolean last) {
        if (start > 0 && isIdPart(text.charAt(start - 1))) {
            return NO;
        }
        for (var i = 0; i < ID_LENGTH; i++) {
            if (start + i == text.length()) {
                return last ? NO : MORE;
            }
            var c = text.charAt(start + i);
            if (i < ID_HEAD.length ? ID_HEAD[i].indexOf(c) < 0 : !isIdPart(c)) {
                return NO;
            }
        }
        var end = start + ID_LENGTH;
        if (end == text.length()) {
            return last ? end : MORE;
        }
        return isIdPart(text.charAt(end)) ? NO : end;
    }

    private static boolean isIdPart(char c) {
        return Normal.isUpper(c) || Normal.isDigit(c);
    }

    /// Whether a run looks like a secret. A git hash is of one case, a word has no digits, a path has many slashes.
    private static boolean isMixed(CharSequence text, int start, int end) {
        var upper = 0;
        var lower = 0;
        var digits = 0;
        var slashes = 0;
        for (var i = start; i < end; i++) {
            var c = text.charAt(i);
            upper += Normal.isUpper(c) ? 1 : 0;
            digits += Normal.isDigit(c) ? 1 : 0;
            lower += Normal.isLetter(c) && !Normal.isUpper(c) ? 1 : 0;
            slashes += c == '/' ? 1 : 0;
        }
        return upper >= 4 && lower >= 4 && digits >= 1 && slashes <= 4 && text.charAt(end - 1) != '=';
    }

    @Override
    public boolean swallows() {
        return true;
    }

    @Override
    public int rest(CharSequence text, int from, boolean last) {
        return Swallow.run(text, from, Normal::isBase64);
    }
}
