package io.sagegate.cli.doctor;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.deployed.Deployed;
import io.sagegate.cli.deployed.DeployedOptions;
import io.sagegate.cli.deployed.Stack;
import io.sagegate.cli.policy.PolicyInForce;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.cli.report.ReportOptions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sagegate doctor`.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Looks for what is open in a deployed stack, and says the command that mends it. Changes nothing.",
        footer = {
            "",
            "Findings come in the order of harm. What could not be looked at is a finding too. Exit",
            "code 1 where something is open. It reads with your own rights: docs/doctor.md lists",
            "them. IAM's simulator does not weigh service control policies that have conditions,",
            "such as the one of `sagegate rules scp`: name what yours forbids in --accepted FILE."
        })
public final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DeployedOptions options = new DeployedOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Override
    public Integer call() throws CommandFailedException, IOException {
        var started = System.nanoTime();
        var command = Given.value(spec);
        var deployed = options.deployed();
        var found = deployed.stack().observe(Harm.WAY_AROUND, stack -> examine(stack, deployed));
        var exit = report.show(found, command, "Nothing is open.");
        command.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "%d calls of control planes in %.1f s%n",
                        options.calls().count(),
                        (System.nanoTime() - started) / 1e9);
        command.commandLine().getErr().flush();
        return exit;
    }

    private List<Observation> examine(Stack stack, Deployed deployed) {
        try (var table = options.place().dynamoDb()) {
            var name = stack.outputs().getOrDefault("PolicyTableName", "");
            var patient = new Patient(
                    stack,
                    deployed,
                    new PolicyInForce(table, name).policy(),
                    Keys.in(table, name),
                    options.words(),
                    options.tableWords(stack),
                    options.place().isLocal());
            var found = new ArrayList<Observation>();
            checks().forEach(check -> found.addAll(check.look(patient)));
            return found;
        } catch (CommandFailedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static List<Check> checks() {
        return List.of(
                new WaysAround(),
                new Trust(),
                new SharedEndpoints(),
                new FunctionDoors(),
                new PublicDoors(),
                new Issuers(),
                new Keys(InstantSource.system()),
                new Tables(),
                new Spending(),
                new Running(),
                new Alarms());
    }
}
