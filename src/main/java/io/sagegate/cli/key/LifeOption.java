package io.sagegate.cli.key;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.keys.KeyService;
import java.time.Duration;
import picocli.CommandLine.Option;

/// The option that says how long a new key works.
final class LifeOption {
    @Option(
            names = "--life",
            paramLabel = "SPAN",
            converter = KeyOptions.Span.class,
            description = "How long the new key works, such as 30m or 12h (default: 1h).")
    private Duration life = Duration.ofHours(1);

    /// From a second to 12 hours.
    Duration checked() throws CommandFailedException {
        if (life.isZero() || life.compareTo(KeyService.LONGEST_LIFE) > 0) {
            throw new CommandFailedException(Exit.USAGE, "--life is from 1s to 12h: no IAM session lasts longer");
        }
        return life;
    }
}
