package io.sagegate.cli.rules;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Given;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sagegate rules actions`.
@Command(
        name = "actions",
        mixinStandardHelpOptions = true,
        description = "Every IAM action that invokes a model, and the page it comes from.")
final class RulesActionsCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        var console = Console.of(Given.value(spec));
        for (var action : InvokingAction.values()) {
            console.line(String.format(Locale.ROOT, "%-49s  %s", action.iam(), action.gives()));
            console.line("  " + action.page());
        }
    }
}
