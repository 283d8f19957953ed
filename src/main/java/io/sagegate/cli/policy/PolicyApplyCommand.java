package io.sagegate.cli.policy;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.TableOptions;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.cli.policy.revision.RevisionTable;
import io.sagegate.cli.policy.revision.Revisions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate policy apply`.
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes the file the policy in force: shows the plan, asks, writes it as a new revision.",
        footer = {
            "",
            "Readers see the old revision or the new one, never a mixture. If somebody else",
            "applies in between, nothing is changed and the exit code is 3."
        })
final class PolicyApplyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The policy file (YAML); - is standard input.")
    private @Nullable Path file;

    @Mixin
    private ApplyOptions options = new ApplyOptions();

    @Mixin
    private TableOptions table = new TableOptions();

    @Override
    public Integer call() throws Exception {
        var console = Console.of(Given.value(spec));
        var text = PolicyDocument.text(Given.value(file));
        try (var client = table.dynamoDb()) {
            var revisions = new Revisions(new RevisionTable(client, table.policyTable()), InstantSource.system());
            var current = revisions.current();
            options.check(current);
            var source = PolicyFiles.source(revisions, current);
            if (current > 0 && source.equals(text) && !options.whole()) {
                console.good("revision " + current + " is in force and says exactly this; nothing to do");
                return Exit.OK;
            }
            var planned = Planned.of(
                    () -> PolicyFiles.ofSource(current, source),
                    () -> PolicyFiles.sound(Given.value(file), text, console));
            PolicyDiff.between(planned.inForce(), planned.wanted()).show(console);
            if (!options.agreed(console)) {
                return Exit.NO;
            }
            var change = new Revisions.Change(current, options.author(table), options.message(), Optional.empty());
            console.good("revision " + revisions.apply(planned.wanted(), change, options.shared(planned.inForce()))
                    + " is in force; gateways follow within their" + " POLICY_TTL");
            revisions.collect();
            return Exit.OK;
        }
    }
}
