package io.sagegate.cli.audit;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Fault;
import io.sagegate.cli.console.InputFile;
import io.sagegate.cli.console.PlaceOptions;
import io.sagegate.cli.console.RunningStack;
import io.sagegate.cli.console.TimeSpan;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Where audit lines are read: files, a log group, or the local stack that runs.
public final class AuditInput {
    public static final String FILES =
            "Files that hold audit lines among others, oldest first; *.gz is unpacked, - is standard input.";

    private List<Path> files = List.of();

    @Option(
            names = "--log-group",
            paramLabel = "NAME",
            description = "Read CloudWatch Logs: the stack's output LogGroupName.")
    private @Nullable String logGroup;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "How far back in a log group: 90m, 12h, 7d, or 2026-01-31T10:00:00Z.")
    private @Nullable String since;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    /// Reads one file or one page of a log group.
    public interface Reader {
        void read(String name, InputStream lines) throws IOException;
    }

    /// The files that the command line names; exactly one kind of source must be named.
    public void of(List<Path> named) throws CommandFailedException {
        files = List.copyOf(named);
        if (logGroup == null && named.isEmpty() && !place.isLocal()) {
            throw new CommandFailedException(Exit.USAGE, "Read what? Give FILE, --log-group NAME or --local.");
        }
        if (logGroup != null && place.isLocal()) {
            throw new CommandFailedException(
                    Exit.USAGE, "--log-group is in CloudWatch and --local on this machine: give one of them.");
        }
        if (logGroup != null && !named.isEmpty()) {
            throw new CommandFailedException(Exit.USAGE, "Give either FILE or --log-group NAME, not both.");
        }
    }

    public PlaceOptions place() {
        return place;
    }

    public boolean hasStart() {
        return since != null;
    }

    /// As if the command line said so.
    public void startAt(Instant time) {
        since = time.toString();
    }

    public Optional<String> logGroup() {
        return Optional.ofNullable(logGroup);
    }

    LogGroup logs(String name) throws CommandFailedException {
        return LogGroup.of(name, place);
    }

    /// The files, or the running local stack's log.
    List<Path> files() throws CommandFailedException {
        if (place.isLocal() && files.isEmpty()) {
            return List.of(Path.of(RunningStack.find().member("auditLog")));
        }
        return files;
    }

    public void forEach(Reader reader) throws IOException, CommandFailedException {
        if (logGroup != null) {
            try (var logs = logs(logGroup)) {
                var page = 0;
                for (var pages = logs.pages(start()); pages.hasNext(); ) {
                    var lines = String.join("\n", pages.next().messages());
                    reader.read(
                            logGroup + " page " + ++page,
                            new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
                }
            }
            return;
        }
        for (var file : files()) {
            try (var in = InputFile.open(file)) {
                reader.read(InputFile.name(file), in);
            } catch (IOException e) {
                throw Fault.in(file, e);
            }
        }
    }

    /// Each audit line, read as far as a person is shown it. Tells how many could not be read: they may have been
    /// changed, and a person should not take them for not being there.
    public long forEachRecord(java.util.function.Consumer<AuditRecord> action)
            throws IOException, CommandFailedException {
        var unread = new AtomicLong();
        forEach((_, in) -> {
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var record = AuditRecord.parse(line);
                record.ifPresent(action);
                if (record.isEmpty() && AuditRecord.isAudit(line)) {
                    unread.incrementAndGet();
                }
            }
        });
        return unread.get();
    }

    public Instant start() throws CommandFailedException {
        return since == null ? Instant.EPOCH : TimeSpan.instant(since, InstantSource.system());
    }
}
