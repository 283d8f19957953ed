package io.sagegate.audit.protocol;

import java.util.Optional;

/// What is known of one chain: the lines of one environment, which serves one request at a time.
final class ChainWatch {
    private long next;
    private long revision;
    private boolean late;
    private Optional<OpenCall> open = Optional.empty();

    /// How a line follows those of its chain that were read.
    enum Order {
        /// Next.
        NEXT,
        /// After lines that were not read.
        AFTER_GAP,
        /// Read before, or written before a line that was read.
        BEFORE
    }

    Order order(RecordLine line) {
        if (line.sequence() < next) {
            return Order.BEFORE;
        }
        var order = line.sequence() == next ? Order.NEXT : Order.AFTER_GAP;
        next = line.sequence() + 1;
        late = order == Order.AFTER_GAP;
        return order;
    }

    /// Whether lines right before the newest one were not read.
    boolean isLate() {
        return late;
    }

    Optional<OpenCall> open() {
        return open;
    }

    void open(OpenCall call) {
        open = Optional.of(call);
    }

    void close() {
        open = Optional.empty();
    }

    /// Whether the line's policy is older than one that decided before it.
    boolean goesBack(RecordLine line) {
        var older = line.revision().orElse(revision) < revision;
        revision = Math.max(revision, line.revision().orElse(0));
        return older;
    }
}
