package io.sagegate.cli.key;

import io.sagegate.cli.console.CommandFailedException;
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

/// `sagegate key revoke`.
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Takes a key back; gateways notice within their PolicyTtlSeconds.")
final class KeyRevokeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "ID",
            description = "The key's id, as `key list` shows it, or the whole key, of which only the id is read.")
    private @Nullable String typed;

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Override
    public Integer call() throws CommandFailedException {
        var console = Console.of(Given.value(spec));
        var id = KeyOptions.id(Given.value(typed));
        if (keys.service().revoke(id)) {
            console.good("revoked " + id);
            return Exit.OK;
        }
        console.bad("there is no key " + id + " that was not revoked before");
        return Exit.NO;
    }
}
