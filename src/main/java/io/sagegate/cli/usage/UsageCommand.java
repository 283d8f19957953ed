package io.sagegate.cli.usage;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `sagegate usage`.
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Who used how much, and what it cost: sums up the audit log.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {UsageReportCommand.class, HelpCommand.class})
public final class UsageCommand {}
