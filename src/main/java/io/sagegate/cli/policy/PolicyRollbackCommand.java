package io.sagegate.cli.policy;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.TableOptions;
import io.sagegate.cli.policy.revision.RevisionRecord;
import io.sagegate.cli.policy.revision.RevisionTable;
import io.sagegate.cli.policy.revision.Revisions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate policy rollback`.
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Brings an older revision's content back, as a new revision.",
        footer = {
            "",
            "What was rolled back is a revision too: without REVISION, a second rollback",
            "brings it back. To go further back, name the revision: see",
            "`sagegate policy history`."
        })
final class PolicyRollbackCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "REVISION",
            arity = "0..1",
            description = "Which one (default: the one before the revision in force).")
    private @Nullable Long revision;

    @Mixin
    private ApplyOptions options = new ApplyOptions();

    @Mixin
    private TableOptions table = new TableOptions();

    @Override
    public Integer call() throws Exception {
        var console = Console.of(Given.value(spec));
        try (var client = table.dynamoDb()) {
            var revisions = new Revisions(new RevisionTable(client, table.policyTable()), InstantSource.system());
            var current = revisions.current();
            options.check(current);
            var wanted = revision != null
                    ? revision
                    : revisions.record(current).map(RevisionRecord::parent).orElse(0L);
            if (wanted == 0) {
                throw new CommandFailedException(Exit.NO, "There is no revision before " + current + ".");
            }
            var policy = PolicyFiles.ofRevision(revisions, wanted).sound();
            var before = PolicyFiles.ofRevision(revisions, current);
            if (before.document().source().equals(policy.document().source()) && !options.whole()) {
                console.good("revision " + current + " is in force and says exactly this; nothing to do");
                return Exit.OK;
            }
            console.strong("back to revision " + wanted + ":");
            PolicyDiff.between(before, policy).show(console);
            if (!options.agreed(console)) {
                return Exit.NO;
            }
            var change = new Revisions.Change(current, options.author(table), options.message(), Optional.of(wanted));
            console.good("revision " + revisions.apply(policy, change, options.shared(before))
                    + " is in force, with the content of revision " + wanted);
            return Exit.OK;
        }
    }
}
