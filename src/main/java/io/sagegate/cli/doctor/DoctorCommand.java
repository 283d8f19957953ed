package io.sagegate.cli.doctor;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.deployed.Deployed;
import io.sagegate.cli.deployed.Inspection;
import io.sagegate.cli.deployed.Stack;
import io.sagegate.cli.policy.PolicyInForce;
import io.sagegate.cli.report.Observation;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// `sagegate doctor`.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Looks for what is open in a deployed stack, and says the command that mends it. Changes nothing.",
        footer = {
            "",
            "Findings come in the order of harm. What could not be looked at is a finding",
            "too. Exit code 1 where something is open. It reads with your own rights:",
            "docs/doctor.md lists them. IAM's simulator does not weigh service control",
            "policies that have conditions, such as the one of `sagegate rules scp`: name",
            "what yours forbids in --accepted FILE."
        })
public final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Inspection inspection = new Inspection();

    @Override
    public Integer call() throws CommandFailedException, IOException {
        return inspection.run(Given.value(spec), "Nothing is open.", this::examine);
    }

    private List<Observation> examine(Stack stack, Deployed deployed, DynamoDbClient table) {
        var options = inspection.options();
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
                new UntoldLimits(),
                new Running(),
                new Alarms());
    }
}
