package io.sagegate.cli.audit;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Count;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate audit tail`.
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows the newest calls and then each one as it comes, until Ctrl-C.")
final class AuditTailCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = AuditInput.FILES)
    private List<Path> files = new ArrayList<>();

    @Mixin
    private AuditInput input = new AuditInput();

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            converter = Count.NotNegative.class,
            description = "Calls to begin with (default: ${DEFAULT-VALUE}).")
    private int lines = 10;

    @Option(names = "--no-follow", description = "Stop after these.")
    private boolean stop;

    @Override
    public Integer call() throws IOException, CommandFailedException, InterruptedException {
        input.of(files);
        var console = Console.of(Given.value(spec));
        var table = new AuditTable(console);
        Consumer<AuditRecord> show = line -> {
            if (!line.isAttempt()) {
                table.row(line);
            }
        };
        var group = input.logGroup();
        if (group.isPresent()) {
            try (var logs = input.logs(group.get())) {
                table.heading();
                var tail = new LogTail(logs, console);
                var start = input.hasStart() ? Optional.of(input.start()) : Optional.<Instant>empty();
                tail.newest(lines, start).forEach(table::row);
                if (!stop) {
                    tail.follow(show);
                }
            }
        } else {
            var file = input.files().getLast();
            var isStream = InputFile.isStandardInput(file);
            var newest = isStream ? 0 : Files.size(file);
            var last = new ArrayDeque<AuditRecord>();
            var unread = input.forEachRecord(line -> {
                if (!line.isAttempt()) {
                    last.add(line);
                    if (last.size() > lines) {
                        last.removeFirst();
                    }
                }
            });
            table.heading();
            last.forEach(show);
            AuditRecord.warnOf(unread, console);
            if (!stop && !isStream) {
                follow(file, newest, show);
            }
        }
        return Exit.OK;
    }

    private static void follow(Path file, long from, Consumer<AuditRecord> show)
            throws IOException, InterruptedException {
        var at = from;
        while (Files.exists(file)) {
            at = Files.size(file) < at ? 0 : at;
            try (var in = Files.newInputStream(file)) {
                in.skipNBytes(at);
                var fresh = in.readAllBytes();
                var whole = lastLineFeed(fresh) + 1;
                new String(fresh, 0, whole, StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> AuditRecord.parse(line).ifPresent(show));
                at += whole;
            }
            Thread.sleep(PAUSE);
        }
    }

    private static int lastLineFeed(byte[] bytes) {
        var at = bytes.length - 1;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }
}
