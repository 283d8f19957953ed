package io.sagegate.cli.drift;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.TimeSpan;
import io.sagegate.cli.deployed.Deployed;
import io.sagegate.cli.deployed.Inspection;
import io.sagegate.cli.deployed.Window;
import io.sagegate.cli.policy.PolicyInForce;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sagegate drift`.
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares the policy in force, the gateway's role, what is deployed and what was called.",
        footer = {
            "",
            "For a nightly job: the same state gives the same output, and exit code 1 says",
            "that something does not agree. Counts are SageMaker's metric Invocations",
            "against the gateway's record; a second gateway before the same endpoints",
            "counts as past this one."
        })
public final class DriftCommand implements Callable<Integer> {
    /// CloudWatch keeps a metric's minutes for 15 days, its hours for 455.
    private static final Duration LONGEST = Duration.ofDays(60);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "How far back calls are counted: 90m, 12h, 7d, or 2026-01-31T10:00:00Z (default: 24h).")
    private String since = "24h";

    @Mixin
    private Inspection inspection = new Inspection();

    @Override
    public Integer call() throws CommandFailedException, IOException {
        var now = InstantSource.system().instant();
        var from = TimeSpan.instant(since, InstantSource.system());
        if (from.isAfter(now) || from.isBefore(now.minus(LONGEST))) {
            throw new CommandFailedException(Exit.USAGE, "--since is a time of the last " + LONGEST.toDays() + " days");
        }
        var window = Window.of(from, now, inspection.options().place().isLocal());
        return inspection.run(Given.value(spec), "Everything agrees.", (stack, deployed, table) -> {
            var policy = new PolicyInForce(table, stack.outputs().getOrDefault("PolicyTableName", "")).policy();
            return policy.observe(Harm.MISMATCH, inForce -> {
                var side = new Side(stack, inForce, inspection.options().tableWords(stack));
                return compare(side, deployed, window);
            });
        });
    }

    private List<Observation> compare(Side side, Deployed deployed, Window window) {
        var found = new ArrayList<Observation>(Rights.ofParameter(side));
        found.addAll(deployed.role(side.stack().roleArn()).observe(Harm.WAY_AROUND, role -> Rights.ofRole(side, role)));
        found.addAll(deployed.endpoints().observe(Harm.MISMATCH, endpoints -> Targets.of(side, endpoints)));
        var past = new Past(side, deployed, window, inspection.options().words());
        found.addAll(deployed.endpoints().observe(Harm.WAY_AROUND, past::of));
        return found;
    }
}
