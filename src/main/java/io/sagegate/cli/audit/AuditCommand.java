package io.sagegate.cli.audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `sagegate audit`.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "What was decided: follows, searches and verifies the audit log.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AuditTailCommand.class,
            AuditSearchCommand.class,
            AuditShowCommand.class,
            AuditVerifyCommand.class,
            HelpCommand.class
        })
public final class AuditCommand {}
