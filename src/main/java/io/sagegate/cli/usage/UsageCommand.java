package io.sagegate.cli.usage;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `sagegate usage`.
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Who uses how much, and what it costs: sums up the audit log, and shows limits as they stand.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UsageReportCommand.class,
            UsageTopCommand.class,
            UsageGiveBackCommand.class,
            UsageGivenBackCommand.class,
            HelpCommand.class
        })
public final class UsageCommand {}
