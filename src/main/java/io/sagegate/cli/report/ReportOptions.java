package io.sagegate.cli.report;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The options for the output of an inspection's findings.
public final class ReportOptions {
    @Option(names = "--json", description = "One JSON object on standard output, for programs.")
    private boolean json;

    @Option(
            names = "--accepted",
            paramLabel = "FILE",
            description = "Ids of findings that are known and answered for, one a line; # begins a comment.")
    private @Nullable Path accepted;

    /// Prints what was found; the command's exit code.
    public int show(Collection<Observation> found, CommandSpec command, String well) throws IOException {
        var report = Report.of(found, accepted == null ? Set.of() : ids(accepted));
        if (json) {
            var out = command.commandLine().getOut();
            out.println(report.json());
            out.flush();
        } else {
            report.print(Console.of(command), well);
        }
        return report.exit();
    }

    private static Set<String> ids(Path file) throws IOException {
        return InputFile.text(file)
                .lines()
                .map(line -> line.split("\\s#|^#", 2)[0].strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toSet());
    }
}
