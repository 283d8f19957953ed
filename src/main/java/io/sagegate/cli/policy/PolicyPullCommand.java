package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.TableOptions;
import io.sagegate.cli.policy.revision.RevisionTable;
import io.sagegate.cli.policy.revision.Revisions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sagegate policy pull`.
@Command(
        name = "pull",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes the policy in force as it was applied, comments and all.")
final class PolicyPullCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--revision", paramLabel = "N", description = "An older one.")
    private @Nullable Long revision;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to (default: standard output).")
    private @Nullable Path output;

    @Mixin
    private TableOptions table = new TableOptions();

    @Override
    public Integer call() throws Exception {
        try (var client = table.dynamoDb()) {
            var revisions = new Revisions(new RevisionTable(client, table.policyTable()), InstantSource.system());
            var wanted = revision == null ? revisions.current() : revision;
            if (wanted == 0) {
                throw new CommandFailedException(Exit.NO, "No policy has been applied yet.");
            }
            var source = revisions.document(wanted).source();
            if (output == null) {
                var out = Given.value(spec).commandLine().getOut();
                out.print(source);
                out.flush();
            } else {
                Files.writeString(output, source);
                Console.of(Given.value(spec)).good("revision " + wanted + " is in " + output);
            }
            return Exit.OK;
        }
    }
}
