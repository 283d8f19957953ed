package io.sagegate.filters.detect;

/// Finds IPv6 addresses (RFC 4291 §2.2), whole or with `::`, also with an IPv4 tail. A text with neither a digit
/// nor four groups, such as `a::b` in source code, is left alone.
final class Ipv6Detector implements Detector {
    private static final int MAX_LENGTH = 45;
    private static final int LONGEST_GROUP = 4;

    @Override
    public boolean mayStart(char c) {
        return Normal.isHex(c) || c == ':';
    }

    @Override
    public boolean mayStartInside(char c) {
        return false;
    }

    @Override
    public boolean isWorthTrying(Letters text, int at, char before, boolean last) {
        if (Normal.isWord(before)) {
            return false;
        }
        for (var i = at; i <= at + LONGEST_GROUP; i++) {
            if (i == text.length()) {
                return !last;
            }
            if (!Normal.isHex(text.charAt(i))) {
                return text.charAt(i) == ':' && (i > at || i + 1 == text.length() || text.charAt(i + 1) == ':');
            }
        }
        return false;
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        if (start > 0 && (Normal.isWord(text.charAt(start - 1)) || ":.".indexOf(text.charAt(start - 1)) >= 0)) {
            return NO;
        }
        var at = start;
        while (at < text.length() && at - start <= MAX_LENGTH && isPart(text.charAt(at))) {
            // A word is not held back longer than a group can be.
            if (at - start == 4 && text.subSequence(start, at + 1).toString().indexOf(':') < 0) {
                return NO;
            }
            at++;
        }
        if (at == text.length() && !last) {
            return at - start > MAX_LENGTH ? NO : MORE;
        }
        if (at < text.length() && Normal.isWord(text.charAt(at))) {
            return NO;
        }
        while (at > start && (text.charAt(at - 1) == '.' || endsWithOneColon(text, start, at))) {
            at--;
        }
        return at - start <= MAX_LENGTH && isAddress(text.subSequence(start, at).toString()) ? at : NO;
    }

    private static boolean isPart(char c) {
        return Normal.isHex(c) || c == ':' || c == '.';
    }

    private static boolean endsWithOneColon(CharSequence text, int start, int end) {
        return text.charAt(end - 1) == ':' && (end - 2 < start || text.charAt(end - 2) != ':');
    }

    private static boolean isAddress(String text) {
        // A second gap leaves an empty group on the right, which is none.
        var gap = text.indexOf("::");
        var left = groups(gap < 0 ? text : text.substring(0, gap));
        var right = gap < 0 ? 0 : groups(text.substring(gap + 2));
        if (left < 0 || right < 0) {
            return false;
        }
        var digits = text.chars().anyMatch(c -> c >= '0' && c <= '9');
        return gap < 0 ? left == 8 : left + right <= 7 && left + right >= 1 && (digits || left + right >= 4);
    }

    /// The number of 16-bit groups, or -1.
    private static int groups(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        var count = 0;
        var parts = text.split(":", -1);
        for (var i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') > 0) {
                count += new Ipv4Detector().at(parts[i], 0, true) == parts[i].length() ? 2 : 100;
            } else if (parts[i].isEmpty()
                    || parts[i].length() > 4
                    || !parts[i].chars().allMatch(c -> Normal.isHex((char) c))) {
                return -1;
            } else {
                count++;
            }
        }
        return count <= 8 ? count : -1;
    }
}
