package io.sagegate.cli.audit;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Count;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.policy.document.Suggestion;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate audit search`.
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists the calls that match every option given, oldest first.")
final class AuditSearchCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = AuditInput.FILES)
    private List<Path> files = new ArrayList<>();

    @Mixin
    private AuditInput input = new AuditInput();

    @Option(names = "--caller", paramLabel = "TEXT", description = "Part of the caller's subject, ARN or client.")
    private String caller = "";

    @Option(names = "--endpoint", paramLabel = "NAME", description = "The endpoint, exactly.")
    private @Nullable String endpoint;

    @Option(names = "--reason", paramLabel = "CODE", description = "The reason code, such as not_granted.")
    private @Nullable String reason;

    @Option(names = "--denied", description = "Only refused calls.")
    private boolean denied;

    @Option(names = "--json", description = "The lines themselves instead of a table.")
    private boolean raw;

    @Option(
            names = "--most",
            paramLabel = "N",
            converter = Count.Positive.class,
            description = "The newest N matches (default: ${DEFAULT-VALUE}).")
    private int most = 1_000;

    @Override
    public Integer call() throws IOException, CommandFailedException {
        input.of(files);
        checkReason();
        var console = Console.of(Given.value(spec));
        var found = new ArrayDeque<AuditRecord>();
        var start = input.start();
        var unread = input.forEachRecord(line -> {
            if (!line.isAttempt() && !line.time().isBefore(start) && matches(line)) {
                found.add(line);
                if (found.size() > most) {
                    found.removeFirst();
                }
            }
        });
        AuditRecord.warnOf(unread, console);
        if (raw) {
            found.forEach(line -> console.line(line.line()));
        } else {
            var table = new AuditTable(console);
            found.forEach(table::row);
            if (found.isEmpty()) {
                console.line("No call matches.");
            }
        }
        return found.isEmpty() ? Exit.NO : Exit.OK;
    }

    private void checkReason() throws CommandFailedException {
        var known = Arrays.stream(Reason.values()).map(Reason::code).toList();
        if (reason != null && !known.contains(reason)) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    "There is no reason code \"" + reason + "\"" + Suggestion.among(reason, known)
                            + " (all of them: docs/reasons.md).");
        }
    }

    private boolean matches(AuditRecord line) {
        return line.text("actor/user/uid").contains(caller)
                && (endpoint == null || line.text("resources/0/name").equals(endpoint))
                && (reason == null || line.text("status_code").equals(reason))
                && !(denied && line.isAllowed());
    }
}
