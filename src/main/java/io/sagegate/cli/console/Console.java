package io.sagegate.cli.console;

import java.io.PrintWriter;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The output of a command: in colour on a terminal, plain in a pipe or with NO_COLOR.
public final class Console {
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");
    private static final Pattern BREAKS = Pattern.compile("[\\n\\t]");
    private static final String RESET = "\u001B[0m";

    private final PrintWriter out;
    private final boolean colours;

    private Console(PrintWriter out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    public static Console of(CommandSpec command) {
        CommandLine line = command.commandLine();
        return new Console(line.getOut(), line.getColorScheme().ansi().enabled());
    }

    /// For what a person should know beside an output that a program reads.
    public static Console ofErrors(CommandSpec command) {
        CommandLine line = command.commandLine();
        return new Console(line.getErr(), line.getColorScheme().ansi().enabled());
    }

    public void line(String text) {
        out.println(plain(text));
        out.flush();
    }

    public void good(String text) {
        painted("\u001B[32m", text);
    }

    public void bad(String text) {
        painted("\u001B[31m", text);
    }

    public void doubtful(String text) {
        painted("\u001B[33m", text);
    }

    public void strong(String text) {
        painted("\u001B[1m", text);
    }

    private void painted(String colour, String text) {
        out.println(colours ? colour + plain(text) + RESET : plain(text));
        out.flush();
    }

    public static String many(long number, String one) {
        return many(number, one, one + "s");
    }

    public static String many(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    /// Removes control characters, and those that reverse the order of a text. The content of a table or file must
    /// not steer the terminal.
    public static String plain(String text) {
        return UNSAFE.matcher(text).replaceAll("\uFFFD");
    }

    /// Does the same for a text within a line, which it must not break.
    public static String cell(String text) {
        return BREAKS.matcher(plain(text)).replaceAll("\uFFFD");
    }
}
