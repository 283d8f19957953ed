package io.sagegate.cli.rules;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Given;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sagegate rules vpc-endpoint`.
@Command(
        name = "vpc-endpoint",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The policy of an interface endpoint for sagemaker.runtime.")
final class RulesVpcEndpointCommand implements Callable<Integer> {
    /// Characters that AWS takes of an endpoint policy.
    private static final int QUOTA = 20_480;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RulesOptions options = new RulesOptions();

    @Override
    public Integer call() throws CommandFailedException {
        return options.print(Given.value(spec), QUOTA, "an endpoint policy", Rules::vpcEndpoint);
    }
}
