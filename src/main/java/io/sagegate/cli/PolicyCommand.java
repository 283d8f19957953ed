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
        subcommands = {PolicyCheckCommand.class, HelpCommand.class})
final class PolicyCommand {}
