package io.sagegate.cli.policy;

import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate policy who-can`.
@Command(
        name = "who-can",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Everybody who may call an endpoint, and everybody who is denied it, with every condition.")
final class PolicyWhoCanCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "ENDPOINT", description = "The endpoint's name.")
    private @Nullable String endpoint;

    @Mixin
    private PolicySource source = new PolicySource();

    @Override
    public Integer call() throws Exception {
        var console = Console.of(Given.value(spec));
        var lines = source.document(console, policy -> {
            return AccessList.of(policy).stream()
                    .filter(access -> access.endpoint().equals(endpoint))
                    .toList();
        });
        lines.forEach(line -> {
            switch (line.kind()) {
                case ALLOWED -> console.good(line.text());
                case DENIED -> console.bad(line.text());
                case DENIED_IN_SHADOW -> console.doubtful(line.text());
            }
        });
        if (lines.isEmpty()) {
            console.line("Nobody may call " + endpoint + ".");
        }
        return lines.isEmpty() ? Exit.NO : Exit.OK;
    }
}
