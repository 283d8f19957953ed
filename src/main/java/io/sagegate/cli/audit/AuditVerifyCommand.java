package io.sagegate.cli.audit;

import io.sagegate.audit.chain.ChainReport;
import io.sagegate.audit.chain.ChainReport.Finding;
import io.sagegate.audit.chain.ChainReport.Kind;
import io.sagegate.audit.chain.ChainVerifier;
import io.sagegate.aws.dynamodb.DynamoDbHeads;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Console;
import io.sagegate.cli.console.Count;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Given;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sagegate audit verify`.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says whether the audit log is whole: nothing removed, altered, inserted, reordered or cut off.",
        footer = {
            "",
            "With --heads the chains are held against the heads that the gateway published",
            "in the usage table, so that a cut tail shows too.",
            "Exit code 1 means the record was changed; a call without completion does not",
            "count."
        })
public final class AuditVerifyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = AuditInput.FILES)
    private List<Path> files = new ArrayList<>();

    @Mixin
    private AuditInput input = new AuditInput();

    @Option(names = "--heads", description = "Hold the chains against the published heads.")
    private boolean heads;

    @Option(
            names = "--usage-table",
            paramLabel = "NAME",
            description = "The table with the heads: the stack's output UsageTableName"
                    + " (default: $$SAGEGATE_USAGE_TABLE).")
    private @Nullable String usageTable;

    @Option(
            names = "--most",
            paramLabel = "N",
            converter = Count.Positive.class,
            description = "Show at most N findings (default: ${DEFAULT-VALUE}).")
    private int most = 50;

    private final Map<String, Instant> published = new HashMap<>();

    @Override
    public Integer call() throws IOException, CommandFailedException {
        input.of(files);
        var console = Console.of(Given.value(spec));
        var verifier = new ChainVerifier();
        if (heads) {
            var table = input.place().table(usageTable, "SAGEGATE_USAGE_TABLE", "usageTable", "--usage-table");
            try (var tables = input.place().dynamoDb()) {
                for (var head : DynamoDbHeads.all(tables, table)) {
                    verifier.expect(head.head());
                    published.put(head.head().chain(), head.at());
                }
            }
        }
        input.forEach(verifier::read);
        return told(console, verifier.finish());
    }

    private int told(Console console, ChainReport report) throws CommandFailedException {
        var start = input.hasStart() ? Optional.of(input.start()) : Optional.<Instant>empty();
        var tampering = report.findings().stream()
                .filter(finding -> counts(finding, start, published))
                .count();
        var open = report.findings().stream()
                .filter(finding -> finding.kind() == Kind.NO_COMPLETION)
                .count();
        report.findings().stream().limit(most).forEach(finding -> {
            if (counts(finding, start, published)) {
                console.bad(text(finding));
            } else {
                console.doubtful(text(finding));
            }
        });
        if (report.total() > most) {
            console.line("… and " + (report.total() - most) + " more");
        }
        var read = report.lines() + " lines in " + report.chains() + (report.chains() == 1 ? " chain" : " chains")
                + (open == 0 ? "" : ", " + open + " without completion")
                + (heads ? "" : "; not held against published heads, so a cut tail would not show (--heads)");
        if (report.lines() == 0) {
            console.bad("No audit line was found.");
            return Exit.NO;
        }
        if (tampering > 0 || report.total() > report.findings().size()) {
            console.bad("NOT INTACT: " + read);
            return Exit.NO;
        }
        console.good("intact: " + read);
        return Exit.OK;
    }

    /// Where only a stretch of time was read, chains may begin before it, or lie outside of it.
    /// But a chain whose head was published within the time must have lines in it.
    public static boolean counts(Finding finding, Optional<Instant> start, Map<String, Instant> published) {
        return finding.kind().isTampering()
                && start.filter(from -> isOutside(finding, from, published)).isEmpty();
    }

    private static boolean isOutside(Finding finding, Instant start, Map<String, Instant> published) {
        return switch (finding.kind()) {
            case BEGINS_LATE -> true;
            case TAIL_CUT ->
                finding.from() == 0
                        && published
                                .getOrDefault(finding.chain(), Instant.EPOCH)
                                .isBefore(start);
            default -> false;
        };
    }

    private static String text(Finding finding) {
        var place = finding.line() == 0 ? "" : finding.file() + ":" + finding.line() + ": ";
        var chain = finding.chain().isEmpty()
                ? ""
                : " (chain "
                        + finding.chain()
                                .substring(0, Math.min(8, finding.chain().length())) + ", "
                        + (finding.from() == finding.to()
                                ? "sequence " + finding.from()
                                : "sequences " + finding.from() + " to " + finding.to())
                        + ")";
        return place + finding.kind() + ": " + finding.detail() + chain;
    }
}
