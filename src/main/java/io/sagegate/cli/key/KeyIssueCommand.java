package io.sagegate.cli.key;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.identity.StoredKey;
import io.sagegate.keys.KeyExistsException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private final LifeOption life = new LifeOption();

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Override
    public Integer call() throws CommandFailedException {
        var name = Given.value(client);
        if (!StoredKey.isClient(name)) {
            throw new CommandFailedException(
                    Exit.USAGE, "\"" + name + "\" is not a client's name; use a-z, 0-9, '.', '_' and '-'");
        }
        var checked = life.checked();
        var line = Given.value(spec).commandLine();
        try {
            KeyReport.issued(keys.service().issue(name, checked), line.getOut(), line.getErr());
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
