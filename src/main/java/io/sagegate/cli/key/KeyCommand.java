package io.sagegate.cli.key;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `sagegate key`.
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "API keys of clients that have no identity provider: issues, lists, revokes and rotates them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeyIssueCommand.class,
            KeyListCommand.class,
            KeyRotateCommand.class,
            KeyRevokeCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "A key stands for a client that bindings name as key:CLIENT. It is shown once,",
            "when it is made; the table keeps its hash. Revoking works within the gateway's",
            "PolicyTtlSeconds."
        })
public final class KeyCommand {}
