package io.sagegate.cli.audit;

import io.sagegate.audit.chain.ChainReport.Finding;
import io.sagegate.audit.chain.ChainReport.Kind;
import io.sagegate.audit.chain.ChainVerifier;
import io.sagegate.aws.dynamodb.usage.DynamoDbHeads;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.UsageTableOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Holds the lines that a command reads against their chains and, where that is asked for, the published heads.
public final class RecordCheck {
    @Option(names = "--heads", description = "Hold the chains against the published heads.")
    private boolean heads;

    @Mixin
    private UsageTableOption usageTable = new UsageTableOption();

    private final ChainVerifier verifier = new ChainVerifier();
    private final Map<String, Instant> published = new HashMap<>();

    public boolean hasHeads() {
        return heads;
    }

    /// Reads the published heads, before any line.
    public void begin(AuditInput input) throws CommandFailedException {
        if (!heads) {
            return;
        }
        var table = usageTable.in(input.place());
        try (var tables = input.place().dynamoDb()) {
            for (var head : DynamoDbHeads.all(tables, table)) {
                verifier.expect(head.head());
                published.put(head.head().chain(), head.at());
            }
        }
    }

    public ChainVerifier verifier() {
        return verifier;
    }

    /// The result; no line may be read after it.
    ///
    /// @param start from when on lines were read, where not all were
    public Result finish(Optional<Instant> start) {
        var report = verifier.finish();
        var counting = new ArrayList<Finding>();
        var others = new ArrayList<Finding>();
        report.findings().forEach(finding -> (counts(finding, start, published) ? counting : others).add(finding));
        return new Result(
                report.lines(),
                report.chains(),
                counting,
                others,
                report.total() - report.findings().size(),
                heads);
    }

    /// The findings.
    ///
    /// @param counting the findings that show a change of the record
    /// @param others the findings that do not
    /// @param unkept how many more findings there were, of whatever kind
    /// @param held whether the chains were held against published heads
    public record Result(
            long lines, int chains, List<Finding> counting, List<Finding> others, long unkept, boolean held) {
        public Result {
            counting = List.copyOf(counting);
            others = List.copyOf(others);
        }

        /// Whether there are lines, and none of them was changed.
        public boolean isIntact() {
            return lines > 0 && counting.isEmpty() && unkept == 0;
        }

        /// How many calls began and never ended.
        public long open() {
            return others.stream()
                    .filter(finding -> finding.kind() == Kind.NO_COMPLETION)
                    .count();
        }

        /// The extent of the reading, as one phrase.
        public String sentence() {
            return lines + " lines in " + chains + (chains == 1 ? " chain" : " chains")
                    + (open() == 0 ? "" : ", " + open() + " without completion")
                    + (held ? "" : "; not held against published heads, so a cut tail would not show (--heads)");
        }
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

    /// A finding on one line.
    public static String text(Finding finding) {
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
