package io.sagegate.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/// One run of the command line in this JVM.
record Cli(int exit, String out, String err) {
    static Cli run(String... args) {
        return run(Ansi.OFF, args);
    }

    static Cli run(Ansi ansi, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exit = Main.commandLine()
                .setColorScheme(new ColorScheme.Builder(ansi).build())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new Cli(exit, out.toString(), err.toString());
    }
}
