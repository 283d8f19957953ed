package io.sagegate.filters;

import java.util.Locale;
import java.util.Set;

/// Mail addresses: letters, digits and `. _ % + -`, then `@` and a domain of at least two labels whose last is
/// of letters. The rarer characters of RFC 5322 are left out, since they join addresses to the URLs they stand in.
final class EmailDetector implements Detector {
    private static final int MAX_LOCAL = 128;
    private static final int MAX_DOMAIN = 253;

    /// What looks like a domain's end in `icon@2x.png`.
    private static final Set<String> FILE_ENDINGS =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "css", "js", "html", "json", "xml", "txt", "pdf");

    @Override
    public boolean mayStart(char c) {
        return isAtom(c);
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        if (start > 0 && isAtom(text.charAt(start - 1))) {
            return NO;
        }
        var at = start;
        while (at < text.length() && at - start <= MAX_LOCAL && isAtom(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return last || at - start > MAX_LOCAL ? NO : MORE;
        }
        return text.charAt(at) == '@' ? domain(text, at + 1, last) : NO;
    }

    private static int domain(CharSequence text, int from, boolean last) {
        var at = from;
        while (at < text.length() && at - from <= MAX_DOMAIN && isDomain(text.charAt(at))) {
            at++;
        }
        if (at == text.length() && !last && at - from <= MAX_DOMAIN) {
            return MORE;
        }
        while (at > from && !Normal.isWord(text.charAt(at - 1))) {
            at--;
        }
        var domain = text.subSequence(from, at).toString();
        var dot = domain.lastIndexOf('.');
        var top = domain.substring(dot + 1).toLowerCase(Locale.ROOT);
        return dot > 0 && domain.charAt(0) != '-' && !domain.contains("..") && isTop(top) ? at : NO;
    }

    private static boolean isTop(String label) {
        return label.length() >= 2
                && !FILE_ENDINGS.contains(label)
                && (label.startsWith("xn--") || label.chars().allMatch(Character::isLetter));
    }

    private static boolean isAtom(char c) {
        return Normal.isWord(c) || ".%+-".indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return c == '.' || c == '-' || (Normal.isWord(c) && c != '_');
    }
}
