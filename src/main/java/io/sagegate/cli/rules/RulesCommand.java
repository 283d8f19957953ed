package io.sagegate.cli.rules;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Given;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sagegate rules`.
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "IAM policies that leave a deployed stack's models to its gateway.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = HelpCommand.class,
        footer = {
            "",
            "They are made from the stack's own endpoints, roles and functions, and from",
            "one list of the actions that invoke a model (`sagegate rules actions`). Make",
            "them anew after a deployment that changes EndpointArns or AssumableRoleArns."
        })
public final class RulesCommand {
    /// Characters that AWS takes of each kind of policy.
    private static final int SCP_QUOTA = 5_120;

    private static final int BOUNDARY_QUOTA = 6_144;
    private static final int ENDPOINT_QUOTA = 20_480;

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "A service control policy; it works as an identity policy too.")
    int scp(@Mixin RulesOptions options) throws CommandFailedException {
        return options.print(Given.value(spec), SCP_QUOTA, "a service control policy", Rules::serviceControlPolicy);
    }

    @Command(
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "A permissions boundary for roles and users of the account.")
    int boundary(@Mixin RulesOptions options) throws CommandFailedException {
        return options.print(Given.value(spec), BOUNDARY_QUOTA, "a permissions boundary", Rules::boundary);
    }

    @Command(
            name = "vpc-endpoint",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "The policy of an interface endpoint for sagemaker.runtime.")
    int vpcEndpoint(@Mixin RulesOptions options) throws CommandFailedException {
        return options.print(Given.value(spec), ENDPOINT_QUOTA, "an endpoint policy", Rules::vpcEndpoint);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Every IAM action that invokes a model, and the page it comes from.")
    void actions() {
        var console = Console.of(Given.value(spec));
        for (var action : InvokingAction.values()) {
            console.line(String.format(Locale.ROOT, "%-49s  %s", action.iam(), action.gives()));
            console.line("  " + action.page());
        }
    }
}
