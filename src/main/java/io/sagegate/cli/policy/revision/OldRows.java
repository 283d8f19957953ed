package io.sagegate.cli.policy.revision;

import io.sagegate.aws.dynamodb.policy.PolicyKeys;
import io.sagegate.aws.dynamodb.policy.PolicyLayout;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes the rows that only revisions of long ago use.
///
/// A revision takes each row from the revision before it, or writes the row under its own number. So a row that the
/// next revision does not use is used by none after that. Exactly those rows of an old revision are removed. The
/// oldest revision comes first, since the layout of the next one is needed.
final class OldRows {
    /// Revisions whose rows stay, so that a rollback by hand (moving the pointer) remains possible.
    private static final int KEPT = 20;

    /// Revisions looked at beyond those.
    private static final int BEYOND = 200;

    /// Hours after which no reader uses a replaced revision: readers keep one for minutes.
    private static final Duration GRACE = Duration.ofHours(1);

    private static final int REVISIONS_AT_ONCE = 5;

    /// Rows after which the next revision waits for the next apply. More would keep a person waiting for seconds.
    private static final int ROWS_AT_ONCE = 1_000;

    private final History history;
    private final RevisionTable table;

    OldRows(History history) {
        this.history = history;
        this.table = history.table();
    }

    /// Returns the number of revisions whose rows are gone now.
    int remove(Instant now) throws IOException, CommandFailedException, PolicySyntaxException {
        var chain = history.walk(KEPT + BEYOND, (seen, record) -> seen >= KEPT && record.collected());
        var revisions = 0;
        var rows = 0;
        for (var i = chain.size() - 1; i >= KEPT && revisions < REVISIONS_AT_ONCE && rows < ROWS_AT_ONCE; i--) {
            var next = chain.get(i - 1);
            if (!isLongReplaced(next, now)) {
                break;
            }
            rows += remove(chain.get(i).revision(), next.revision());
            revisions++;
        }
        return revisions;
    }

    /// A record whose time was changed by hand tells nothing, so its rows stay.
    private static boolean isLongReplaced(RevisionRecord next, Instant now) {
        try {
            return Instant.parse(next.at()).plus(GRACE).isBefore(now);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /// Returns the number of rows that were removed.
    private int remove(long old, long next) throws IOException, CommandFailedException, PolicySyntaxException {
        var layout = history.layout(old);
        var following = history.layout(next);
        var unused = Set.<String>of();
        if (layout.isPresent() && following.isPresent()) {
            unused = unused(layout.get(), following.get());
            table.delete(unused);
            // The layout goes last: without it, a removal that was cut off could not be taken up again.
            table.delete(List.of(PolicyKeys.issuers(old)));
        }
        table.markRemoved(old);
        return unused.size();
    }

    private Set<String> unused(PolicyLayout layout, PolicyLayout following)
            throws IOException, CommandFailedException, PolicySyntaxException {
        var unused = new HashSet<String>();
        for (var name : names(layout, following)) {
            if (layout.number(name) != PolicyLayout.GONE && layout.number(name) != following.number(name)) {
                unused.add(layout.key(name));
            }
        }
        return unused;
    }

    /// The rows whose numbers may differ. On one base, only rows that the following revision names can differ.
    private Set<String> names(PolicyLayout layout, PolicyLayout following)
            throws IOException, CommandFailedException, PolicySyntaxException {
        if (layout.base() == following.base()) {
            return following.rows().keySet();
        }
        try {
            var source = PolicyDocument.parse("revision " + layout.revision(), history.source(layout.revision()));
            return PolicyRows.of(PolicyCompiler.read(source)).byName().keySet();
        } catch (InvalidPolicyException e) {
            // A document of an earlier version that cannot be read any more. Its rows stay: they cost little.
            return Set.of();
        }
    }
}
