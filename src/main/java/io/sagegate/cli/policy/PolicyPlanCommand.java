package io.sagegate.cli.policy;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.TableOptions;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.cli.policy.prove.Policies;
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

    @Option(
            names = "--prove",
            paramLabel = "WHAT",
            description = "narrows: the file allows no call that the policy in force refuses, and loosens no limit,"
                    + " filter or guard. equivalent: the same both ways. Else exit with 1 and such a call.")
    private @Nullable Claim claim;

    /// A claim about the change.
    enum Claim {
        narrows,
        equivalent
    }

    @Override
    public Integer call() throws Exception {
        var console = Console.of(Given.value(spec));
        var text = PolicyDocument.text(Given.value(file));
        try (var client = table.dynamoDb()) {
            var revisions = new Revisions(new RevisionTable(client, table.policyTable()), InstantSource.system());
            var current = revisions.current();
            var source = PolicyFiles.source(revisions, current);
            if (current > 0 && source.equals(text)) {
                return told(console, current, PolicyDiff.none());
            }
            var planned = Planned.of(
                    () -> PolicyFiles.ofSource(current, source),
                    () -> PolicyFiles.sound(Given.value(file), text, console));
            var changes = told(console, current, PolicyDiff.between(planned.inForce(), planned.wanted()));
            return claim == null
                    ? changes
                    : Math.max(
                            changes,
                            proved(console, Policies.of(planned.inForce(), planned.wanted(), ProofText.now())));
        }
    }

    private int told(Console console, long current, PolicyDiff diff) {
        if (diff.isEmpty()) {
            console.good("no difference to revision " + current);
            return Exit.OK;
        }
        console.strong("against revision " + current + ":");
        diff.show(console);
        return failOnChange ? Exit.NO : Exit.OK;
    }

    private int proved(Console console, Policies policies) {
        console.strong("is it so that the file " + (claim == Claim.narrows ? "narrows" : "is equivalent to")
                + " the policy in force?");
        var proof = claim == Claim.narrows ? policies.narrows() : policies.isEquivalent();
        return ProofText.told(console, proof, Optional.of(Given.value(file).toString()));
    }
}
