package io.sagegate.cli;

import io.sagegate.Version;
import io.sagegate.cli.audit.AuditCommand;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Fault;
import io.sagegate.cli.doctor.DoctorCommand;
import io.sagegate.cli.drift.DriftCommand;
import io.sagegate.cli.key.KeyCommand;
import io.sagegate.cli.policy.PolicyCommand;
import io.sagegate.cli.rules.RulesCommand;
import io.sagegate.cli.usage.UsageCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The `sagegate` command.
@Command(
        name = "sagegate",
        version = "sagegate " + Version.CURRENT,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Looks after a Sagegate gateway: its policy, its keys, its audit log.",
        subcommands = {
            PolicyCommand.class,
            KeyCommand.class,
            AuditCommand.class,
            DoctorCommand.class,
            DriftCommand.class,
            RulesCommand.class,
            UsageCommand.class,
            HelpCommand.class,
            GenerateCompletion.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, nothing to complain of",
            "1:the answer is no: a broken policy, a failed test, a denied call",
            "2:the command line makes no sense",
            "3:somebody else changed the policy meanwhile; nothing was changed",
            "4:AWS, a file or the network could not do its part"
        },
        footer = {
            "",
            "Start with `sagegate policy check FILE`. Commands that touch AWS use the usual",
            "credentials, region and profile; `--local` means the local stack instead.",
            "Completion: source <(sagegate generate-completion)"
        })
public final class Main {
    private Main() {}

    /// Runs one command and ends the JVM with its exit code.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(28)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((fault, line, _) -> explained(fault, line));
    }

    private static int explained(Exception fault, CommandLine line) {
        var known = Fault.of(fault);
        if (known.isEmpty()) {
            fault.printStackTrace(line.getErr());
            return Exit.UNAVAILABLE;
        }
        line.getErr().println(Console.plain(known.get().text()));
        return known.get().exitCode();
    }
}
