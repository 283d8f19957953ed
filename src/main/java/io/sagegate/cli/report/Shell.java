package io.sagegate.cli.report;

import java.util.regex.Pattern;

/// Words of a command that a person pastes into a shell.
public final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private Shell() {}

    /// A name that AWS or a table holds, so that the shell takes it for one word.
    public static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
