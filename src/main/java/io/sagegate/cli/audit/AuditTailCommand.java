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
        var group = input.logGroup();
        if (group.isPresent()) {
            tail(group.get(), table, console);
        } else {
            tail(input.files().getLast(), table, console);
        }
        return Exit.OK;
    }

    private void tail(String group, AuditTable table, Console console)
            throws IOException, CommandFailedException, InterruptedException {
        try (var logs = input.logs(group)) {
            table.heading();
            var tail = new LogTail(logs, console);
            var start = input.hasStart() ? Optional.of(input.start()) : Optional.<Instant>empty();
            tail.newest(lines, start).forEach(table::row);
            if (!stop) {
                tail.follow(line -> show(line, table));
            }
        }
    }

    private void tail(Path file, AuditTable table, Console console)
            throws IOException, CommandFailedException, InterruptedException {
        var isStream = InputFile.isStandardInput(file);
        var begin = isStream ? 0 : Files.size(file);
        var newest = new ArrayDeque<AuditRecord>();
        var unread = input.forEachRecord(line -> {
            if (!line.isAttempt()) {
                newest.add(line);
                if (newest.size() > lines) {
                    newest.removeFirst();
                }
            }
        });
        table.heading();
        newest.forEach(table::row);
        AuditRecord.warnOf(unread, console);
        if (!stop && !isStream) {
            follow(file, begin, line -> show(line, table));
        }
    }

    private static void show(AuditRecord line, AuditTable table) {
        if (!line.isAttempt()) {
            table.row(line);
        }
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
