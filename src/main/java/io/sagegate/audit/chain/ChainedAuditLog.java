package io.sagegate.audit.chain;

import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.AuditLog;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.kit.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Writes each event as one hash-chained line, with one write and one flush. Thread-safe.
public final class ChainedAuditLog implements AuditLog {
    /// Seconds before a failed publication is tried again: long enough that a hanging table delays few answers.
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final OutputStream out;
    private final OcsfWriter writer;
    private final Heads heads;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private HashChain chain = new HashChain();
    private Instant next = Instant.MIN;
    private int unpublished;

    /// @param out takes the lines; nothing else may write to it in the middle of a line
    public ChainedAuditLog(OutputStream out, OcsfWriter writer, Heads heads, InstantSource clock) {
        this.out = out;
        this.writer = writer;
        this.heads = heads;
        this.clock = clock;
    }

    @Override
    public void write(AuditEvent event) {
        write(event, new Deadline(Instant.MAX, clock));
    }

    /// A head that cannot be published in time is published with a later line.
    @Override
    public void write(AuditEvent event, Deadline by) {
        var draft = writer.draft(event);
        Optional<ChainHead> due;
        lock.lock();
        try {
            out.write(chain.seal(draft));
            out.flush();
            due = due(event, chain.commit());
        } catch (IOException e) {
            throw new UncheckedIOException("the audit log cannot be written", e);
        } finally {
            lock.unlock();
        }
        if (due.isPresent() && !heads.publisher().publish(due.get(), by)) {
            publishAgainSoon();
        }
    }

    private void publishAgainSoon() {
        lock.lock();
        try {
            next = clock.instant().plus(RETRY);
        } finally {
            lock.unlock();
        }
    }

    /// Starts a new chain. Call this after a restore from a snapshot, so that no two environments continue one chain.
    public void restart() {
        lock.lock();
        try {
            chain = new HashChain();
            next = Instant.MIN;
            unpublished = 0;
        } finally {
            lock.unlock();
        }
    }

    /// The head to publish, if one is due. Never after an attempt, so that publishing does not delay the model.
    private Optional<ChainHead> due(AuditEvent event, ChainHead head) {
        unpublished++;
        var now = clock.instant();
        var early = unpublished < heads.everyLines() && now.isBefore(next);
        if (event.phase() == Phase.ATTEMPT || early) {
            return Optional.empty();
        }
        unpublished = 0;
        next = now.plus(heads.interval());
        return Optional.of(head);
    }

    /// The schedule of published heads: after so many lines or so much time, whichever comes first.
    public record Heads(HeadPublisher publisher, int everyLines, Duration interval) {
        /// Publishes no heads.
        public static final Heads NONE = new Heads(HeadPublisher.NONE, Integer.MAX_VALUE, Duration.ofDays(36_500));

        public Heads {
            if (everyLines < 1 || interval.isNegative()) {
                throw new IllegalArgumentException("heads are published every line at most");
            }
        }
    }
}
