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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate policy plan`.
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows who would gain what and who would lose what if the file were applied.")
final class PolicyPlanCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The policy file (YAML); - is standard input.")
    private @Nullable Path file;

    @Mixin
    private TableOptions table = new TableOptions();

    @Option(
            names = "--fail-on-change",
            description = "Exit with 1 when there is a difference: finds drift in a pipeline.")
    private boolean failOnChange;

    @Override
    public Integer call() throws Exception {
        var console = Console.of(Given.value(spec));
        var text = PolicyDocument.text(Given.value(file));
        try (var client = table.dynamoDb()) {
            var revisions = new Revisions(new RevisionTable(client, table.policyTable()), InstantSource.system());
            var current = revisions.current();
            var diff = diff(current, PolicyFiles.source(revisions, current), text, console);
            if (diff.isEmpty()) {
                console.good("no difference to revision " + current);
                return Exit.OK;
            }
            console.strong("against revision " + current + ":");
            diff.show(console);
            return failOnChange ? Exit.NO : Exit.OK;
        }
    }

    private PolicyDiff diff(long current, String source, String text, Console console) throws Exception {
        if (current > 0 && source.equals(text)) {
            return PolicyDiff.none();
        }
        var planned = Planned.of(
                () -> PolicyFiles.ofSource(current, source), () -> PolicyFiles.sound(Given.value(file), text, console));
        return PolicyDiff.between(planned.inForce(), planned.wanted());
    }
}
