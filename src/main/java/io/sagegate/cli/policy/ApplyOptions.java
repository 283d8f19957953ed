package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.TableOptions;
import io.sagegate.cli.policy.document.CompiledPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which a person agrees to a change, and by which the change is recorded.
final class ApplyOptions {
    private static final int MAX_TEXT = 500;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why; shown by `policy history`.")
    private String message = "";

    @Option(names = "--author", paramLabel = "TEXT", description = "Who (default: the AWS identity that applies it).")
    private @Nullable String author;

    @Option(
            names = "--expect",
            paramLabel = "REVISION",
            description = "Refuse unless this revision is in force: for pipelines that planned earlier.")
    private @Nullable Long expected;

    @Option(
            names = "--whole",
            description = {
                "Write every row anew, even if the policy is large and nothing changed:",
                "for gateways of 0.1, and after rows were changed by hand."
            })
    private boolean whole;

    boolean whole() {
        return whole;
    }

    /// The policy whose unchanged rows the new revision shares, unless all are to be written.
    Optional<CompiledPolicy> shared(CompiledPolicy inForce) {
        return whole ? Optional.empty() : Optional.of(inForce);
    }

    String message() {
        return bounded(message);
    }

    void check(long current) throws CommandFailedException {
        if (expected != null && expected != current) {
            throw new CommandFailedException(
                    Exit.CONFLICT,
                    "Revision " + current + " is in force, not " + expected + "; nothing was changed. Plan again.");
        }
    }

    /// Whether the command may go on. Without `--yes` it asks, and silence means no.
    boolean agreed(Console console) throws IOException {
        if (yes) {
            return true;
        }
        console.line("Apply this? Write yes:");
        var answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if ("yes".equals(answer)) {
            return true;
        }
        console.line("Nothing was changed." + (answer == null ? " (Use --yes where nobody can be asked.)" : ""));
        return false;
    }

    String author(TableOptions table) throws CommandFailedException {
        return author != null ? bounded(author) : table.author();
    }

    private static String bounded(String text) {
        return text.substring(0, Math.min(text.length(), MAX_TEXT));
    }
}
