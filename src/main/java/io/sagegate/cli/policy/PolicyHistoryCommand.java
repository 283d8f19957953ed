package io.sagegate.cli.policy;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Count;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.TableOptions;
import io.sagegate.cli.policy.revision.RevisionTable;
import io.sagegate.cli.policy.revision.Revisions;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sagegate policy history`.
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Who applied which revision when and why, newest first.")
final class PolicyHistoryCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Count.Positive.class,
            description = "At most so many (default: 20).")
    private int limit = 20;

    @Mixin
    private TableOptions table = new TableOptions();

    @Override
    public Integer call() throws Exception {
        var console = Console.of(Given.value(spec));
        try (var client = table.dynamoDb()) {
            var revisions = new Revisions(new RevisionTable(client, table.policyTable()), InstantSource.system());
            var records = revisions.history(limit);
            if (records.isEmpty()) {
                console.line("No policy has been applied yet.");
            }
            for (var i = 0; i < records.size(); i++) {
                var record = records.get(i);
                var line = record.revision() + "  " + record.at() + "  " + record.author()
                        + record.restored()
                                .map(older -> "  (content of " + older + ")")
                                .orElse("")
                        + (record.message().isEmpty() ? "" : "  " + record.message());
                if (i == 0) {
                    console.strong(line + "  <- in force");
                } else {
                    console.line(line);
                }
            }
            return Exit.OK;
        }
    }
}
