package io.sagegate.cli.rules;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.deployed.DeployedOptions;
import io.sagegate.cli.deployed.Look;
import io.sagegate.json.JsonText;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The options that the commands of `rules` share.
public final class RulesOptions {
    @Option(
            names = "--whole-account",
            description = "Every endpoint of the account and region, by pattern, not the stack's alone.")
    private boolean wholeAccount;

    @Mixin
    private DeployedOptions deployed = new DeployedOptions();

    /// Prints one policy.
    ///
    /// @param quota characters that AWS takes of it
    int print(CommandSpec command, int quota, String what, Function<Rules, Map<String, @Nullable Object>> policy)
            throws CommandFailedException {
        var line = command.commandLine();
        var document = policy.apply(rules());
        line.getOut().println(Layout.of(document));
        line.getOut().flush();
        var size = JsonText.of(document).length();
        if (size > quota) {
            line.getErr()
                    .println("It has " + size + " characters without its blanks; AWS takes " + quota + " of " + what
                            + ". Give --whole-account to name the endpoints by pattern.");
            return Exit.NO;
        }
        return Exit.OK;
    }

    private Rules rules() throws CommandFailedException {
        return switch (deployed.deployed().stack()) {
            case Look.Seen<io.sagegate.cli.deployed.Stack>(var stack) -> {
                if (stack.roleArn().isEmpty() || stack.invocable().isEmpty()) {
                    throw new CommandFailedException(
                            Exit.USAGE, "The stack " + Console.cell(stack.name()) + " is none of this template.");
                }
                yield new Rules(stack, wholeAccount);
            }
            case Look.Unseen<io.sagegate.cli.deployed.Stack>(var what, var right, var why) ->
                throw new CommandFailedException(
                        Exit.UNAVAILABLE, "Could not look at " + what + ", which needs " + right + ". " + why);
        };
    }
}
