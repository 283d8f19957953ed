package io.sagegate.cli.usage;

import io.sagegate.cli.audit.AuditInput;
import io.sagegate.cli.audit.RecordCheck;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import io.sagegate.cli.console.TimeSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate usage report`.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sums up calls, refusals, tokens and USD from the audit log.",
        footer = {
            "",
            "Days and months are of UTC. Exit code 1 means that the sums may be wrong: the",
            "record was changed (--verify), or lines of it cannot be read.",
            "Example: sagegate usage report --month 2026-11 --by role,caller --verify *.gz"
        })
final class UsageReportCommand implements Callable<Integer> {
    /// Findings that are shown: each is one line, and the first ones tell the place.
    private static final int MOST_FINDINGS = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = AuditInput.FILES)
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--by",
            split = ",",
            paramLabel = "NAME",
            description = "Sum up by day, month, caller, role, endpoint, model, reason or tag:NAME; several with commas"
                    + " (default: caller).")
    private List<String> by = List.of("caller");

    @Option(names = "--month", paramLabel = "MONTH", description = "Only calls of this month, such as 2026-11.")
    private @Nullable String month;

    @Option(names = "--until", paramLabel = "TIME", description = "Only calls before this time, as --since takes it.")
    private @Nullable String until;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table (default), csv, json, or focus: the columns of FOCUS 1.2 as CSV.")
    private Format format = Format.TABLE;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page with bars for days and callers too; it needs nothing else.")
    private @Nullable Path html;

    @Option(names = "--verify", description = "Verify the chains meanwhile, and say what the sums rest on.")
    private boolean verify;

    @Mixin
    private AuditInput input = new AuditInput();

    @Mixin
    private RecordCheck check = new RecordCheck();

    @Override
    public Integer call() throws IOException, CommandFailedException {
        input.of(files);
        var period = period();
        var groups = new Groups(format.writing().by(Dimension.all(by)));
        var days = new Groups(List.of(Dimension.DAY));
        var callers = new Groups(List.of(Dimension.CALLER));
        var raises = new Raises();
        var verifies = verify || check.hasHeads();
        check.begin(input);
        var log = new CallLog(
                call -> {
                    if (period.contains(call.time())) {
                        groups.add(call);
                        raises.add(call);
                        if (html != null) {
                            days.add(call);
                            callers.add(call);
                        }
                    }
                },
                verifies ? Optional.of(check.verifier()) : Optional.empty());
        input.forEach(log::read);
        var result = verifies ? Optional.of(check.finish(start())) : Optional.<RecordCheck.Result>empty();
        var report = new Report(period, groups, raises, log.unread(), result);
        if (html != null) {
            Files.writeString(html, HtmlPage.of(report, days, callers));
        }
        return told(report);
    }

    private int told(Report report) {
        var command = Given.value(spec);
        format.writing().write(report, Console.of(command));
        var beside = format.writing().isForPrograms() ? Console.ofErrors(command) : Console.of(command);
        if (report.unread() > 0) {
            beside.bad(Console.many(report.unread(), "audit line") + " could not be read and "
                    + (report.unread() == 1 ? "is" : "are") + " in no sum: see audit verify.");
        }
        report.raises()
                .calls()
                .forEach((limit, calls) -> beside.line(
                        Console.many(calls, "call") + " counted on a raised limit: " + Console.cell(limit)));
        if (report.groups().isCut()) {
            beside.doubtful("Only " + Groups.MOST + " rows are kept; the rest is summed up as (others).");
        }
        report.check()
                .ifPresent(result -> result.counting().stream()
                        .limit(MOST_FINDINGS)
                        .forEach(finding -> beside.bad(RecordCheck.text(finding))));
        if (report.isDoubtful()) {
            beside.bad(report.basis());
            return Exit.NO;
        }
        beside.line(report.basis());
        return Exit.OK;
    }

    private Optional<Instant> start() throws CommandFailedException {
        return input.hasStart() ? Optional.of(input.start()) : Optional.empty();
    }

    private Period period() throws CommandFailedException {
        if (month != null) {
            if (input.hasStart() || until != null) {
                throw new CommandFailedException(Exit.USAGE, "Give either --month or --since and --until, not both.");
            }
            var period = Period.month(month);
            if (input.logGroup().isPresent()) {
                input.startAt(period.from());
            }
            return period;
        }
        var end = until == null ? Instant.MAX : TimeSpan.instant(until, InstantSource.system());
        return new Period(input.start(), end);
    }
}
