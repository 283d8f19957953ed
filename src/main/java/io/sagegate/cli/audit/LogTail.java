package io.sagegate.cli.audit;

import io.sagegate.cli.console.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/// The newest audit lines of a log group, and each one as it comes.
final class LogTail {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /// Minutes after its own time at which CloudWatch may still bring a new event.
    private static final Duration LATE = Duration.ofMinutes(2);

    /// Spans of time to search for the newest lines, one after the other, until there are enough of them.
    private static final List<Duration> LOOKS =
            List.of(Duration.ofMinutes(10), Duration.ofHours(3), Duration.ofDays(3));

    private final LogGroup logs;
    private final Console console;
    private Instant from = Instant.EPOCH;
    private Set<String> seen = Set.of();

    LogTail(LogGroup logs, Console console) {
        this.logs = logs;
        this.console = console;
    }

    /// @param start the instant from which to look, if given
    Collection<AuditRecord> newest(int lines, Optional<Instant> start) {
        var newest = new ArrayDeque<AuditRecord>();
        var now = Instant.now();
        var starts = start.map(List::of)
                .orElseGet(() -> LOOKS.stream().map(now::minus).toList());
        for (var look = 0; look < starts.size() && (look == 0 || newest.size() < lines); look++) {
            newest.clear();
            seen = Set.of();
            from = starts.get(look);
            read(record -> {
                if (!record.isAttempt()) {
                    newest.add(record);
                    if (newest.size() > lines) {
                        newest.removeFirst();
                    }
                }
            });
        }
        return newest;
    }

    /// Follows the log until the program is ended. A read that fails is reported, and the next one catches up.
    void follow(Consumer<AuditRecord> show) throws InterruptedException {
        while (true) {
            Thread.sleep(PAUSE);
            var late = Instant.now().minus(LATE);
            from = from.isAfter(late) ? from : late;
            try {
                read(show);
            } catch (SdkException e) {
                console.doubtful("CloudWatch Logs did not answer; trying again: " + String.valueOf(e.getMessage()));
            }
        }
    }

    /// The ids of this read suffice for the next one, which begins no earlier.
    private void read(Consumer<AuditRecord> show) {
        var read = new HashSet<String>();
        try {
            for (var pages = logs.pages(from); pages.hasNext(); ) {
                var page = pages.next();
                for (var i = 0; i < page.messages().size(); i++) {
                    if (read.add(page.ids().get(i)) && !seen.contains(page.ids().get(i))) {
                        AuditRecord.parse(page.messages().get(i)).ifPresent(show);
                    }
                }
            }
        } catch (SdkException e) {
            // This read broke off, so the ids of the read before it still count.
            read.addAll(seen);
            throw e;
        } finally {
            seen = read;
        }
    }
}
