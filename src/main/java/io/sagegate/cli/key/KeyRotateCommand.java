package io.sagegate.cli.key;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
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

/// `sagegate key rotate`.
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes a new key for an old one's client and prints it; the old one ends after the overlap.")
final class KeyRotateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The old key's id: the part between sg_ and the next _.")
    private @Nullable String typed;

    @Mixin
    private final LifeOption life = new LifeOption();

    @Option(
            names = "--overlap",
            paramLabel = "SPAN",
            converter = KeyOptions.Span.class,
            description = "How long the old key goes on, at most until its own end (default: 15m).")
    private Duration overlap = Duration.ofMinutes(15);

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Override
    public Integer call() throws CommandFailedException {
        var checked = life.checked();
        var line = Given.value(spec).commandLine();
        var id = KeyOptions.id(Given.value(typed));
        try {
            var service = keys.service();
            var before = service.find(id);
            var rotated = service.rotate(id, checked, overlap);
            if (before.isEmpty() || rotated.isEmpty()) {
                line.getErr().println("No key " + id + " works now; nothing was changed.");
                return Exit.NO;
            }
            KeyReport.issued(rotated.get(), line.getOut(), line.getErr());
            KeyReport.retired(before.get(), service.find(id).orElse(before.get()), line.getErr());
            return Exit.OK;
        } catch (KeyExistsException e) {
            throw KeyReport.tryAgain(e);
        }
    }
}
