package io.sagegate.cli.deployed;

import io.sagegate.cli.call.SignedCalls;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.PlaceOptions;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which deployed stack a command looks at.
public final class DeployedOptions {
    private static final String USUAL = "sagegate";

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "The CloudFormation stack (default: $$SAGEGATE_STACK, or else sagegate).")
    private @Nullable String stack;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    private @Nullable SignedCalls calls;

    public PlaceOptions place() {
        return place;
    }

    public String name() {
        var fromEnvironment =
                Optional.ofNullable(System.getenv("SAGEGATE_STACK")).filter(name -> !name.isBlank());
        return stack == null ? fromEnvironment.orElse(USUAL) : stack;
    }

    /// The words that aim a further command at the same stack.
    public String words() {
        return place.isLocal() ? "--local" : "--stack " + name();
    }

    /// The words that aim a further command at the stack's policy table.
    public String tableWords(Stack of) {
        return place.isLocal() ? "--local" : "--table " + of.outputs().getOrDefault("PolicyTableName", "NAME");
    }

    public Deployed deployed() throws CommandFailedException {
        var asked = calls();
        var tables = place.dynamoDbControl();
        return new AwsDeployed(name(), asked, tables, InstantSource.system());
    }

    /// The calls that were made so far.
    public SignedCalls calls() throws CommandFailedException {
        var known = calls;
        if (known == null) {
            known = new SignedCalls(place.credentials(), place.region(), place.controlPlane());
            calls = known;
        }
        return known;
    }
}
