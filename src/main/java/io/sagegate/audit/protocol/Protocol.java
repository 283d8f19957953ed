package io.sagegate.audit.protocol;

import io.sagegate.audit.chain.ChainLine;
import io.sagegate.kit.BoundedCache;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Replays the protocol of the gateway over lines of its record, one by one, in the order of time. Not thread-safe.
///
/// Memory is bounded: at most [#CHAINS] chains, [#REQUESTS] ended requests and as many asynchronous calls are
/// remembered. A chain that was forgotten is judged like one whose beginning was not read.
///
/// An environment serves one request at a time, as Lambda's do. So a line of another request shows that an attempt
/// before it was never completed. Each line is judged by what was read: whether lines are missing is the business of
/// [io.sagegate.audit.chain.ChainVerifier].
public final class Protocol {
    /// Most chains that are remembered at once.
    public static final int CHAINS = 10_000;

    /// Most ended requests that are remembered: a request that comes back after as many others is not noticed.
    public static final int REQUESTS = 100_000;

    private final BoundedCache<String, ChainWatch> chains = BoundedCache.of(CHAINS);
    private final BoundedCache<String, Boolean> denied = BoundedCache.of(REQUESTS);
    private final AsyncRules asyncs = new AsyncRules();
    private long open;
    private long unseen;
    private long unread;
    private long lines;

    /// The extent of a replay.
    ///
    /// @param lines how many lines were judged
    /// @param open calls that are open where their chain ends or lines are missing: cut off, or still running
    /// @param unseen completions whose attempt was written before the first line that was read
    /// @param unread lines that cannot be read as lines of the record, or stand out of their order
    public record Extent(long lines, long open, long unseen, long unread) {}

    /// Judges one line. Lines that are not of the record are passed over.
    public List<Breach> accept(byte[] bytes) {
        if (ChainLine.start(bytes, bytes.length) < 0) {
            return List.of();
        }
        var line = RecordLine.read(bytes);
        if (line.isEmpty() || line.get().sequence() < 0) {
            unread++;
            return List.of();
        }
        return accept(line.get());
    }

    private List<Breach> accept(RecordLine line) {
        var watch = chains.get(line.chain(), _ -> new ChainWatch());
        switch (watch.order(line)) {
            case BEFORE -> {
                unread++;
                return List.of();
            }
            // The call stays in the count of the open ones: nobody read how it went on.
            case AFTER_GAP -> watch.close();
            case NEXT -> {
                // Nothing is missing.
            }
        }
        lines++;
        var breaches = new ArrayList<Breach>();
        BiConsumer<Rule, String> broken = (rule, detail) -> breaches.add(Breach.of(rule, line, detail));
        LineRules.check(line, broken);
        if (watch.goesBack(line)) {
            broken.accept(Rule.REVISION_ORDER, "An older revision decided than before in this environment.");
        }
        watch.open().filter(call -> !call.isOf(line)).ifPresent(call -> {
            breaches.add(Breach.of(Rule.COMPLETED, call.last(), "The next request came without a completion."));
            closed(watch);
        });
        follow(line, watch, broken);
        asyncs.check(line, broken);
        return breaches;
    }

    private void follow(RecordLine line, ChainWatch watch, BiConsumer<Rule, String> broken) {
        var wasDenied = denied.get(line.request());
        wasDenied.ifPresent(refused ->
                broken.accept(refused && line.attempt() ? Rule.DENIED : Rule.ONCE, "The request had ended before."));
        if (line.attempt()) {
            attempt(line, watch, broken);
        } else {
            end(line, watch, wasDenied.isPresent(), broken);
        }
    }

    private void attempt(RecordLine line, ChainWatch watch, BiConsumer<Rule, String> broken) {
        denied.remove(line.request());
        var before = watch.open();
        open += before.isEmpty() ? 1 : 0;
        watch.open(before.map(call -> call.again(line, broken)).orElseGet(() -> OpenCall.of(line)));
    }

    private void end(RecordLine line, ChainWatch watch, boolean again, BiConsumer<Rule, String> broken) {
        denied.put(line.request(), !line.allowed());
        var call = watch.open();
        if (call.isPresent()) {
            call.get().end(line, broken);
            closed(watch);
        } else if (line.endsCall() && watch.isLate()) {
            unseen++;
        } else if (line.endsCall() && !again) {
            broken.accept(Rule.ATTEMPTED, "The completion has no attempt.");
        }
    }

    private void closed(ChainWatch watch) {
        watch.close();
        open--;
    }

    /// What was judged until now, and what could not be.
    public Extent extent() {
        return new Extent(lines, open, unseen, unread);
    }
}
