package io.sagegate.cli.deployed;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.cli.report.ReportOptions;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A command that looks at a deployed stack and reports what it found.
public final class Inspection {
    @Mixin
    private DeployedOptions options = new DeployedOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    /// The purpose of an inspection of a stack.
    @FunctionalInterface
    public interface Examination {
        /// Everything that is open or could not be looked at.
        ///
        /// @param table reads the policy table
        List<Observation> of(Stack stack, Deployed deployed, DynamoDbClient table);
    }

    public DeployedOptions options() {
        return options;
    }

    /// Looks, and shows what was found; the command's exit code. The number of calls goes to standard error, so
    /// that the same state gives the same output.
    public int run(CommandSpec command, String well, Examination examination)
            throws CommandFailedException, IOException {
        var started = System.nanoTime();
        var deployed = options.deployed();
        try (var table = options.place().dynamoDb()) {
            var found = deployed.stack().observe(Harm.WAY_AROUND, stack -> examination.of(stack, deployed, table));
            var exit = report.show(found, command, well);
            var err = command.commandLine().getErr();
            err.printf(
                    Locale.ROOT,
                    "%d calls of control planes in %.1f s%n",
                    options.calls().count(),
                    (System.nanoTime() - started) / 1e9);
            err.flush();
            return exit;
        }
    }
}
