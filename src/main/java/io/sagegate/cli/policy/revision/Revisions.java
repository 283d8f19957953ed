package io.sagegate.cli.policy.revision;

import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.aws.dynamodb.policy.PolicyKeys;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.cli.policy.document.SourceText;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The revisions of a policy: it applies a new one, and reads earlier ones.
public final class Revisions {
    private final RevisionTable table;
    private final History history;
    private final InstantSource clock;
    private final int few;

    public Revisions(RevisionTable table, InstantSource clock) {
        this(table, clock, Written.FEW);
    }

    /// @param few rows below which a policy is written whole
    Revisions(RevisionTable table, InstantSource clock, int few) {
        this.table = table;
        this.history = new History(table);
        this.clock = clock;
        this.few = few;
    }

    /// A change: who applies it, and why.
    ///
    /// @param before the revision that the change was planned against
    /// @param restored the older revision whose content comes back
    public record Change(long before, String author, String message, Optional<Long> restored) {}

    public long current() {
        return table.current();
    }

    /// Writes the policy as a new revision, with all its rows, and points readers at it.
    ///
    /// @return the new revision
    /// @throws CommandFailedException if somebody else applied a revision since `before`; readers then stay on that
    ///     one
    public long apply(CompiledPolicy policy, Change change)
            throws InvalidPolicyException, PolicySyntaxException, CommandFailedException {
        return apply(policy, change, Optional.empty());
    }

    /// Writes the policy as a new revision, which shares unchanged rows of a large policy with the revision before.
    ///
    /// @param inForce the policy that the change was planned against, or none to write all rows
    public long apply(CompiledPolicy policy, Change change, Optional<CompiledPolicy> inForce)
            throws InvalidPolicyException, PolicySyntaxException, CommandFailedException {
        policy.sound();
        if (table.current() != change.before()) {
            throw conflict(change.before());
        }
        var revision = table.next(change.before());
        var written = written(PolicyRows.of(policy), revision, change.before(), inForce);
        var items = items(policy, change, written);
        table.put(items);
        // A flip whose answer was lost is tried again, and then fails on itself.
        if (!table.flip(change.before(), revision) && !history.has(revision)) {
            table.delete(items.stream()
                    .map(item -> String.valueOf(item.get(TableItem.ID)))
                    .toList());
            throw conflict(change.before());
        }
        return revision;
    }

    /// Rows are shared only if the table holds exactly the rows that this version makes of the document in force.
    private Written written(PolicyRows rows, long revision, long before, Optional<CompiledPolicy> inForce)
            throws PolicySyntaxException {
        var digest = history.record(before).flatMap(RevisionRecord::rows);
        var layout = history.layout(before);
        if (inForce.isPresent() && digest.isPresent() && layout.isPresent()) {
            var old = PolicyRows.of(inForce.get());
            if (old.digest().equals(digest.get())) {
                return Written.sharing(rows, revision, old, layout.get(), few);
            }
        }
        return Written.whole(rows, revision);
    }

    private List<Map<String, @Nullable Object>> items(CompiledPolicy policy, Change change, Written written) {
        var items = new ArrayList<>(written.items());
        var revision = written.layout().revision();
        var parts = SourceText.split(policy.document().source());
        for (var part = 0; part < parts.size(); part++) {
            items.add(Map.of(TableItem.ID, PolicyKeys.source(revision, part), "text", parts.get(part)));
        }
        items.add(new RevisionRecord(
                        revision,
                        change.before(),
                        clock.instant().toString(),
                        change.author(),
                        change.message(),
                        change.restored(),
                        parts.size(),
                        Optional.of(written.rows().digest()),
                        false)
                .item(PolicyKeys.record(revision)));
        return items;
    }

    private static CommandFailedException conflict(long before) {
        return new CommandFailedException(
                Exit.CONFLICT,
                "Somebody else applied a policy since revision " + before
                        + "; nothing was changed. Look at `sagegate policy history` and plan again.");
    }

    /// The revision in force and those before it, newest first.
    public List<RevisionRecord> history(int most) {
        return history.walk(most, (_, _) -> false);
    }

    public Optional<RevisionRecord> record(long revision) {
        return history.record(revision);
    }

    /// A revision's document as it was written.
    public PolicyDocument document(long revision) throws IOException, CommandFailedException, InvalidPolicyException {
        return PolicyDocument.parse("revision " + revision, source(revision));
    }

    /// A revision's document, as a text.
    public String source(long revision) throws IOException, CommandFailedException {
        return history.source(revision);
    }

    /// Removes the rows that only revisions of long ago use, and keeps the sources. Returns the number of revisions.
    public int collect() throws IOException, CommandFailedException, PolicySyntaxException {
        return new OldRows(history).remove(clock.instant());
    }
}
