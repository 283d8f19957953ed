package io.sagegate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `sagegate policy`.
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Who may call which endpoint: checks, applies and explains policy files.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PolicyCheckCommand.class,
            PolicyTestCommand.class,
            PolicyPlanCommand.class,
            PolicyApplyCommand.class,
            PolicyHistoryCommand.class,
            PolicyRollbackCommand.class,
            PolicyPullCommand.class,
            PolicyExplainCommand.class,
            PolicyWhoCanCommand.class,
            HelpCommand.class
        })
final class PolicyCommand {}
