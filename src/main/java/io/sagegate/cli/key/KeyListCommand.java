package io.sagegate.cli.key;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.identity.StoredKey;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sagegate key list`.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists keys, without their secrets, which nobody has. Reads the whole table.")
final class KeyListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--client", paramLabel = "CLIENT", description = "Keys of this client only.")
    private @Nullable String client;

    @Option(names = "--all", description = "Also keys that work no more (kept for 30 days).")
    private boolean all;

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Override
    public Integer call() throws CommandFailedException {
        var console = Console.of(Given.value(spec));
        var now = Instant.now();
        var listed = keys.service().list(Optional.ofNullable(client)).stream()
                .filter(key -> all || key.isActive(now))
                .toList();
        if (listed.isEmpty()) {
            console.line("no keys");
            return Exit.OK;
        }
        console.strong(String.format(
                Locale.ROOT, "%-16s  %-20s  %-8s  %-20s  %-20s", "id", "client", "state", "created", "expires"));
        listed.forEach(key -> console.line(KeyReport.row(key, state(key, now))));
        return Exit.OK;
    }

    private static String state(StoredKey key, Instant now) {
        return key.isActive(now) ? "active" : key.revoked().isPresent() ? "revoked" : "expired";
    }
}
