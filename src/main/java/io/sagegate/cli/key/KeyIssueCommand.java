package io.sagegate.cli.key;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.identity.StoredKey;
import io.sagegate.keys.KeyExistsException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate key issue`.
@Command(
        name = "issue",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes a key for a client and prints it, once, on standard output.")
final class KeyIssueCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "CLIENT", description = "The client's name: what bindings name as key:CLIENT.")
    private @Nullable String client;

    @Option(
            names = "--life",
            paramLabel = "SPAN",
            converter = KeyOptions.Span.class,
            description = "How long it works, such as 30m or 12h (default: 1h).")
    private Duration life = Duration.ofHours(1);

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Override
    public Integer call() throws CommandFailedException {
        var name = Given.value(client);
        if (!StoredKey.isClient(name)) {
            throw new CommandFailedException(
                    Exit.USAGE, "\"" + name + "\" is not a client's name; use a-z, 0-9, '.', '_' and '-'");
        }
        KeyReport.checkLife(life);
        var line = Given.value(spec).commandLine();
        try {
            KeyReport.issued(keys.service().issue(name, life), line.getOut(), line.getErr());
            if (keys.isUnbound(name)) {
                line.getErr()
                        .println("The policy in force gives key:" + name + " no role, so the key opens nothing yet.");
            }
            return Exit.OK;
        } catch (KeyExistsException e) {
            throw KeyReport.tryAgain(e);
        }
    }
}
