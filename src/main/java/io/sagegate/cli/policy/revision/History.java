package io.sagegate.cli.policy.revision;

import io.sagegate.aws.dynamodb.policy.PolicyKeys;
import io.sagegate.aws.dynamodb.policy.PolicyLayout;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.policy.document.SourceText;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The revisions that a table holds, as they were written.
record History(RevisionTable table) {
    /// Records read at once: DynamoDB reads at most 100 items at once.
    private static final int AT_ONCE = 100;

    Optional<RevisionRecord> record(long revision) {
        var item = table.item(PolicyKeys.record(revision));
        return item.isEmpty() ? Optional.empty() : Optional.of(RevisionRecord.of(item));
    }

    /// The revision in force and those before it, newest first.
    ///
    /// @param most how many are read at most
    /// @param end whether the walk ends before a record, given the number of records so far
    List<RevisionRecord> walk(int most, BiPredicate<Integer, RevisionRecord> end) {
        var records = new ArrayList<RevisionRecord>();
        var revision = table.current();
        var near = near(revision, most);
        while (revision > 0 && records.size() < most) {
            var known = near.get(revision);
            var record = known != null ? Optional.of(known) : record(revision);
            if (record.isEmpty() || end.test(records.size(), record.get())) {
                break;
            }
            records.add(record.get());
            // A parent is always older. Anything else was written by hand, and could go round in circles.
            revision = Math.min(revision - 1, record.get().parent());
        }
        return records;
    }

    /// The records of the numbers up to a revision's: numbers mostly follow each other.
    private Map<Long, RevisionRecord> near(long revision, int most) {
        var ids = LongStream.iterate(revision, number -> number > 0, number -> number - 1)
                .limit(Math.min(most, AT_ONCE))
                .mapToObj(PolicyKeys::record)
                .toList();
        var near = new HashMap<Long, RevisionRecord>();
        if (!ids.isEmpty()) {
            for (Map<String, @Nullable Object> item : table.items(ids)) {
                var record = RevisionRecord.of(item);
                near.put(record.revision(), record);
            }
        }
        return near;
    }

    /// Whether a revision is in force, or was before the one in force.
    boolean has(long revision) {
        var at = table.current();
        while (at > revision) {
            at = Math.min(at - 1, record(at).map(RevisionRecord::parent).orElse(0L));
        }
        return at == revision;
    }

    /// The layout of a revision, if it has one still that can be read.
    Optional<PolicyLayout> layout(long revision) {
        var item = table.item(PolicyKeys.issuers(revision));
        try {
            return item.isEmpty()
                    ? Optional.empty()
                    : Optional.of(PolicyLayout.of(revision, new PolicyNode(item.get("issuers"), "issuers")));
        } catch (PolicySyntaxException e) {
            return Optional.empty();
        }
    }

    /// A revision's document, as a text.
    String source(long revision) throws IOException, CommandFailedException {
        var record = record(revision)
                .orElseThrow(() -> new CommandFailedException(
                        Exit.NO, "There is no revision " + revision + "; see `sagegate policy history`."));
        var parts = new ArrayList<String>();
        for (var part = 0L; part < record.parts(); part++) {
            parts.add(
                    String.valueOf(table.item(PolicyKeys.source(revision, part)).get("text")));
        }
        return SourceText.join(parts);
    }
}
