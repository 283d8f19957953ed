package io.sagegate.audit.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The state of one chain: the lines of one environment, which may serve several requests at once.
final class ChainWatch {
    /// Most calls that are followed at once in one environment.
    private static final int MOST = 1_000;

    private final Map<String, OpenCall> open = new LinkedHashMap<>();
    private long next;
    private long since = Long.MIN_VALUE;
    private long revision;
    private long revisionSeen;

    /// Whether a line was written after all that were read of its chain.
    boolean isNext(RecordLine line) {
        return line.sequence() >= next;
    }

    /// Takes the next line. If lines before it were not read, nobody knows how the open calls went on.
    void take(RecordLine line) {
        if (line.sequence() > next) {
            open.clear();
            since = line.written();
        }
        next = line.sequence() + 1;
    }

    /// Whether the request arrived when lines that were not read were still being written.
    boolean beganUnseen(RecordLine line) {
        return line.arrived() <= since;
    }

    Optional<OpenCall> open(RecordLine line) {
        return Optional.ofNullable(open.get(line.request()));
    }

    /// Keeps an open call. If too many are open, its completion is taken for one whose attempt was not read.
    void keep(OpenCall call) {
        if (open.size() < MOST || open.containsKey(call.last().request())) {
            open.put(call.last().request(), call);
        } else {
            since = Math.max(since, call.first().arrived());
        }
    }

    void close(RecordLine line) {
        open.remove(line.request());
    }

    /// The calls that lived longer than an invocation can, without an end. They are open no more.
    List<OpenCall> tooOld(RecordLine line) {
        var old = new ArrayList<OpenCall>();
        open.values().removeIf(call -> call.isTooOld(line) && old.add(call));
        return old;
    }

    /// Marks the open calls that began before another request that has ended.
    ///
    /// @param ended the first line of the request that has ended
    void overtake(RecordLine ended) {
        open.replaceAll((_, call) -> call.first().sequence() < ended.sequence() ? call.overtaken() : call);
    }

    long countOvertaken() {
        return open.values().stream().filter(OpenCall::isOvertaken).count();
    }

    /// Whether the line's policy is older than one that had decided here before the request arrived.
    boolean goesBack(RecordLine line) {
        if (line.revision().isEmpty()) {
            return false;
        }
        var decided = line.revision().getAsLong();
        if (decided > revision) {
            revision = decided;
            revisionSeen = line.written();
        }
        return decided < revision && line.arrived() > revisionSeen;
    }
}
