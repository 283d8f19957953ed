package io.sagegate.cli.policy;

import io.sagegate.cli.policy.replay.PolicyReplayCommand;
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
            PolicyInitCommand.class,
            PolicyCheckCommand.class,
            PolicyTestCommand.class,
            PolicyPlanCommand.class,
            PolicyApplyCommand.class,
            PolicyHistoryCommand.class,
            PolicyRollbackCommand.class,
            PolicyPullCommand.class,
            PolicyExplainCommand.class,
            PolicyWhoCanCommand.class,
            PolicyProveCommand.class,
            PolicyReplayCommand.class,
            HelpCommand.class
        })
public final class PolicyCommand {}
