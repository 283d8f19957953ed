package io.sagegate.policy.document;

/// Makes each space of an expression match white space of any kind and length, such as a tab. A space that is
/// escaped, in brackets or written as `\\x20` stays that one character.
final class AnySpace {
    /// Unicode's white space: separators, and the control characters that end lines or move on.
    private static final String ANY = "(?:[\\pZ\\t-\\r\\x1c-\\x1f\\x85]+)";

    private AnySpace() {}

    static String of(String expression) {
        var out = new StringBuilder(expression.length());
        var quoted = false;
        for (var at = 0; at < expression.length(); ) {
            var end = next(expression, at, quoted);
            var part = expression.substring(at, end);
            if (part.equals("\\Q") || part.equals("\\E")) {
                quoted = part.equals("\\Q");
            }
            var space = quoted ? "\\E" + ANY + "\\Q" : ANY;
            out.append(part.equals(" ") ? space : part);
            at = end;
        }
        return out.toString();
    }

    /// The end of one part: an escape, a class in brackets, or a character.
    private static int next(String expression, int at, boolean quoted) {
        var c = expression.charAt(at);
        if (c == '\\' && at + 1 < expression.length() && (!quoted || expression.charAt(at + 1) == 'E')) {
            return at + 2;
        }
        return c == '[' && !quoted ? afterClass(expression, at + 1) : at + 1;
    }

    private static int afterClass(String expression, int from) {
        var at = expression.startsWith("^", from) ? from + 1 : from;
        // A bracket that comes first in a class is one of its members.
        at = expression.startsWith("]", at) ? at + 1 : at;
        while (at < expression.length() && expression.charAt(at) != ']') {
            var named = expression.startsWith("[:", at) ? expression.indexOf(":]", at + 2) : -1;
            at = named > 0 ? named + 2 : at + (expression.charAt(at) == '\\' ? 2 : 1);
        }
        return Math.min(expression.length(), at + 1);
    }
}
