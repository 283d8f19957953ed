package io.sagegate.cli.rules;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Given;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sagegate rules scp`.
@Command(
        name = "scp",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "A service control policy; it works as an identity policy too.")
final class RulesScpCommand implements Callable<Integer> {
    /// Characters that AWS takes of a service control policy.
    private static final int QUOTA = 5_120;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RulesOptions options = new RulesOptions();

    @Override
    public Integer call() throws CommandFailedException {
        return options.print(Given.value(spec), QUOTA, "a service control policy", Rules::serviceControlPolicy);
    }
}
