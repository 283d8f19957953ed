package io.sagegate.cli.policy.revision;

import io.sagegate.aws.dynamodb.PolicyKeys;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.document.CompiledPolicy;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.cli.policy.document.SourceText;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The revisions of a policy: it applies a new one, and reads earlier ones.
public final class Revisions {
    /// Revisions whose items stay, so that a rollback by hand (moving the pointer) remains possible.
    private static final int KEPT = 20;

    /// Hours after which no reader uses a replaced revision: readers keep one for minutes.
    private static final Duration GRACE = Duration.ofHours(1);

    private static final int COLLECTED_AT_ONCE = 5;

    private final RevisionTable table;
    private final InstantSource clock;

    public Revisions(RevisionTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /// A change: who applies it, and why.
    ///
    /// @param before the revision that the change was planned against
    /// @param restored the older revision whose content comes back
    public record Change(long before, String author, String message, Optional<Long> restored) {}

    public long current() {
        return table.current();
    }

    /// Writes the policy as a new revision and points readers at it.
    ///
    /// @return the new revision
    /// @throws CommandFailedException if somebody else applied a revision since `before`; readers then stay on that
    ///     one
    public long apply(CompiledPolicy policy, Change change)
            throws InvalidPolicyException, PolicySyntaxException, CommandFailedException {
        policy.sound();
        if (table.current() != change.before()) {
            throw conflict(change.before());
        }
        var revision = table.next(change.before());
        var items = items(policy, change, revision);
        table.put(items);
        if (!table.flip(change.before(), revision)) {
            table.delete(items.stream()
                    .map(item -> String.valueOf(item.get(PolicyKeys.ID)))
                    .toList());
            throw conflict(change.before());
        }
        return revision;
    }

    private List<Map<String, @Nullable Object>> items(CompiledPolicy policy, Change change, long revision)
            throws PolicySyntaxException {
        var items = new ArrayList<>(PolicyItems.of(policy, revision));
        var parts = SourceText.split(policy.document().source());
        for (var part = 0; part < parts.size(); part++) {
            items.add(Map.of(PolicyKeys.ID, PolicyKeys.source(revision, part), "text", parts.get(part)));
        }
        items.add(new RevisionRecord(
                        revision,
                        change.before(),
                        clock.instant().toString(),
                        change.author(),
                        change.message(),
                        change.restored(),
                        parts.size(),
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
        var records = new ArrayList<RevisionRecord>();
        var revision = table.current();
        while (revision > 0 && records.size() < most) {
            var record = record(revision);
            if (record.isEmpty()) {
                break;
            }
            records.add(record.get());
            revision = record.get().parent();
        }
        return records;
    }

    public Optional<RevisionRecord> record(long revision) {
        var item = table.item(PolicyKeys.record(revision));
        return item.isEmpty() ? Optional.empty() : Optional.of(RevisionRecord.of(item));
    }

    /// A revision's document as it was written.
    public PolicyDocument document(long revision) throws IOException, CommandFailedException, InvalidPolicyException {
        return PolicyDocument.parse("revision " + revision, source(revision));
    }

    /// A revision's document, as a text.
    public String source(long revision) throws IOException, CommandFailedException {
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

    /// Removes the items of revisions that were replaced long ago, and keeps their sources. Returns the number of
    /// revisions.
    public int collect() throws IOException, CommandFailedException, InvalidPolicyException, PolicySyntaxException {
        var history = history(KEPT + 200);
        var collected = 0;
        for (var i = KEPT; i < history.size() && collected < COLLECTED_AT_ONCE; i++) {
            var old = history.get(i);
            var replaced = Instant.parse(history.get(i - 1).at());
            if (!old.collected() && replaced.plus(GRACE).isBefore(clock.instant())) {
                var items = PolicyItems.of(PolicyCompiler.compile(document(old.revision())), old.revision());
                table.delete(items.stream()
                        .map(item -> String.valueOf(item.get(PolicyKeys.ID)))
                        .toList());
                table.markCollected(old.revision());
                collected++;
            }
        }
        return collected;
    }
}
