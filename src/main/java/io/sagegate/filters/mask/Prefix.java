package io.sagegate.filters.mask;

import io.sagegate.filters.detect.Normal;

/// The plain characters that every match of an expression begins with, as far as a simple look can tell.
final class Prefix {
    private Prefix() {}

    static String of(String expression) {
        // With an alternative, a flag or a group, a match may begin otherwise.
        if (expression.indexOf('|') >= 0 || expression.startsWith("(")) {
            return "";
        }
        var end = 0;
        while (end < expression.length() && isPlain(expression.charAt(end))) {
            end++;
        }
        var repeated = end < expression.length() && "*?{+".indexOf(expression.charAt(end)) >= 0;
        return expression.substring(0, repeated ? Math.max(0, end - 1) : end);
    }

    private static boolean isPlain(char c) {
        return Normal.isDigit(c) || Normal.isLetter(c) || "-_ :/@#=,".indexOf(c) >= 0;
    }
}
