package io.sagegate.audit.protocol;

import io.sagegate.audit.chain.ChainLine;
import io.sagegate.kit.BoundedCache;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Replays the protocol of the gateway over lines of its record, one by one, in the order of time. Not thread-safe.
///
/// Memory is bounded: at most [#CHAINS] chains, [#REQUESTS] ended requests and as many asynchronous calls are
/// remembered. A chain that was forgotten is judged like one whose beginning was not read. Whether lines are missing
/// or changed is the business of [io.sagegate.audit.chain.ChainVerifier].
public final class Protocol {
    /// Most chains that are remembered at once.
    public static final int CHAINS = 10_000;

    /// Most ended requests that are remembered: a request that comes back after as many others is not noticed.
    public static final int REQUESTS = 100_000;

    private final BoundedCache<String, ChainWatch> chains = BoundedCache.of(CHAINS);
    private final BoundedCache<String, Boolean> denied = BoundedCache.of(REQUESTS);
    private final AsyncRules asyncs = new AsyncRules();
    private long open;
    private long overtaken;
    private long unseen;
    private long unread;
    private long lines;

    /// The extent of a replay.
    ///
    /// @param lines how many lines were judged
    /// @param open calls that are open where their chain ends or lines are missing: cut off, or still running
    /// @param overtaken those of them whose environment has ended a request that began later
    /// @param unseen completions whose attempt was written before the first line that was read
    /// @param unread lines that cannot be read as lines of the record, or stand out of their order
    public record Extent(long lines, long open, long overtaken, long unseen, long unread) {}

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
        if (!watch.isNext(line)) {
            unread++;
            return List.of();
        }
        lines++;
        overtaken -= watch.countOvertaken();
        // Calls that are given up stay in the count of the open ones.
        watch.take(line);
        var breaches = judged(line, watch);
        overtaken += watch.countOvertaken();
        return breaches;
    }

    private List<Breach> judged(RecordLine line, ChainWatch watch) {
        var breaches = new ArrayList<Breach>();
        BiConsumer<Rule, String> broken = (rule, detail) -> breaches.add(Breach.of(rule, line, detail));
        LineRules.check(line, broken);
        if (watch.goesBack(line)) {
            broken.accept(Rule.REVISION_ORDER, "An older revision decided than before in this environment.");
        }
        for (var call : watch.tooOld(line)) {
            open--;
            breaches.add(Breach.of(Rule.COMPLETED, call.last(), "Its environment goes on without its completion."));
        }
        var wasDenied = denied.get(line.request());
        wasDenied.ifPresent(refused ->
                broken.accept(refused && line.attempt() ? Rule.DENIED : Rule.ONCE, "The request had ended before."));
        if (line.attempt()) {
            attempt(line, watch, broken);
        } else {
            end(line, watch, wasDenied.isPresent(), broken);
        }
        asyncs.check(line, broken);
        return breaches;
    }

    private void attempt(RecordLine line, ChainWatch watch, BiConsumer<Rule, String> broken) {
        denied.remove(line.request());
        var before = watch.open(line);
        open += before.isEmpty() ? 1 : 0;
        watch.keep(before.map(call -> call.again(line, broken)).orElseGet(() -> OpenCall.of(line)));
    }

    private void end(RecordLine line, ChainWatch watch, boolean again, BiConsumer<Rule, String> broken) {
        denied.put(line.request(), !line.allowed());
        var call = watch.open(line);
        watch.close(line);
        watch.overtake(call.map(OpenCall::first).orElse(line));
        if (call.isPresent()) {
            open--;
            call.get().end(line, broken);
        } else if (line.endsCall() && watch.beganUnseen(line)) {
            unseen++;
        } else if (line.endsCall() && !again) {
            broken.accept(Rule.ATTEMPTED, "The completion has no attempt.");
        }
    }

    /// The sum of what was judged until now, and of what could not be.
    public Extent extent() {
        return new Extent(lines, open, overtaken, unseen, unread);
    }
}
