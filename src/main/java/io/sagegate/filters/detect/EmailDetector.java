package io.sagegate.filters.detect;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds mail addresses: letters, digits and `. _ % + -`, then `@` and a domain. The domain has at least two
/// labels, and its last label has letters only. The rarer characters of RFC 5322 are left out, since they join
/// addresses to the URLs they stand in.
final class EmailDetector implements Detector {
    private static final int MAX_LOCAL = 128;
    private static final Landmark AT = new Landmark('@', MAX_LOCAL + 2);
    private static final int MAX_DOMAIN = 253;
    private static final int MAX_LABEL = 63;

    /// File endings, which look like a domain's end in `icon@2x.png`.
    private static final Set<String> FILE_ENDINGS =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "css", "js", "html", "json", "xml", "txt", "pdf");

    /// Tags that stand before the last digit in `app@1.0.rc1` and `clip@2x.mp4`.
    private static final Set<String> VERSION_TAGS =
            Set.of("alpha", "beta", "rc", "dev", "pre", "post", "build", "canary", "next", "mp");

    @Override
    public boolean mayStart(char c) {
        return isAtom(c);
    }

    @Override
    public Optional<Landmark> landmark() {
        return Optional.of(AT);
    }

    /// Inside a run, only one place is tried: as far before the `@` as the longest name.
    @Override
    public boolean isWorthTrying(Letters text, int at, char before, boolean last) {
        if (!isAtom(before)) {
            return true;
        }
        var sign = text.next(AT.c(), at);
        return sign - at == MAX_LOCAL || (sign == text.length() && !last);
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        var inside = start > 0 && isAtom(text.charAt(start - 1));
        // A run may be too long to be a name; its last characters may still be one.
        if (inside && start + MAX_LOCAL < text.length() && text.charAt(start + MAX_LOCAL) != '@') {
            return NO;
        }
        var at = start;
        while (at < text.length() && at - start <= MAX_LOCAL && isAtom(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return last || at - start > MAX_LOCAL ? NO : MORE;
        }
        return text.charAt(at) == '@' && (!inside || at - start == MAX_LOCAL) ? domain(text, at + 1, last) : NO;
    }

    /// The longest domain that begins here, whatever follows it. In `example.com...thanks` it is `example.com`.
    private static int domain(CharSequence text, int from, boolean last) {
        var end = from;
        while (end < text.length() && end - from <= MAX_DOMAIN && isDomain(text.charAt(end))) {
            end++;
        }
        if (end == text.length() && !last && end - from <= MAX_DOMAIN) {
            return MORE;
        }
        var longest = NO;
        var label = from;
        for (var at = from; at <= Math.min(end, from + MAX_DOMAIN); at++) {
            var dot = at < end && text.charAt(at) == '.';
            if (label > from
                    && at - label <= MAX_LABEL
                    && (dot || at == end || text.charAt(at) == '-' || isCut(text, from, label, at))
                    && isTop(text.subSequence(label, at))) {
                longest = at;
            }
            if (dot && at == label) {
                break;
            }
            label = dot ? at + 1 : label;
        }
        return text.charAt(Math.min(from, text.length() - 1)) == '-' ? NO : longest;
    }

    /// Whether a domain may end before a digit, as in `ada@example.com5`. The version in `app@1.0.rc1` is no domain.
    private static boolean isCut(CharSequence text, int domain, int label, int at) {
        return Normal.isDigit(text.charAt(at))
                && !(Normal.isDigit(text.charAt(domain))
                        && VERSION_TAGS.contains(
                                text.subSequence(label, at).toString().toLowerCase(Locale.ROOT)));
    }

    private static boolean isTop(CharSequence text) {
        var label = text.toString().toLowerCase(Locale.ROOT);
        return label.length() >= 2
                && !FILE_ENDINGS.contains(label)
                && ((label.startsWith("xn--") && !label.endsWith("-"))
                        || label.chars().allMatch(Character::isLetter));
    }

    private static boolean isAtom(char c) {
        return Normal.isWord(c) || ".%+-".indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return c == '.' || c == '-' || (Normal.isWord(c) && c != '_');
    }
}
