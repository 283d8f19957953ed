package io.sagegate.cli.rules;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `sagegate rules`.
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "IAM policies that leave a deployed stack's models to its gateway.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RulesScpCommand.class,
            RulesBoundaryCommand.class,
            RulesVpcEndpointCommand.class,
            RulesActionsCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "They are made from the stack's own endpoints, roles and functions, and from one list",
            "of the actions that invoke a model (`sagegate rules actions`). Make them anew after",
            "a deployment that changes EndpointArns or AssumableRoleArns."
        })
public final class RulesCommand {}
