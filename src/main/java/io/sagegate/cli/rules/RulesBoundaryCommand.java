package io.sagegate.cli.rules;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Given;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sagegate rules boundary`.
@Command(
        name = "boundary",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "A permissions boundary for roles and users of the account.")
final class RulesBoundaryCommand implements Callable<Integer> {
    /// Characters that AWS takes of a permissions boundary.
    private static final int QUOTA = 6_144;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RulesOptions options = new RulesOptions();

    @Override
    public Integer call() throws CommandFailedException {
        return options.print(Given.value(spec), QUOTA, "a permissions boundary", Rules::boundary);
    }
}
