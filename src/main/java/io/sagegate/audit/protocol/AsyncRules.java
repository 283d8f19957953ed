package io.sagegate.audit.protocol;

import io.sagegate.audit.protocol.RecordLine.Async;
import io.sagegate.audit.protocol.RecordLine.Use;
import io.sagegate.kit.BoundedCache;
import java.util.function.BiConsumer;

/// The rules between an upload, the asynchronous call that reads it, and the requests for its result.
final class AsyncRules {
    /// Most calls and uploads that are remembered at once.
    static final int MOST = 100_000;

    private final BoundedCache<String, Seen> calls = BoundedCache.of(MOST);
    private final BoundedCache<String, String> uploads = BoundedCache.of(MOST);

    /// The state of one call.
    ///
    /// @param request the id of the request that made it
    private record Seen(String caller, String request, boolean settled) {}

    void check(RecordLine line, BiConsumer<Rule, String> broken) {
        if (line.attempt() || line.async().isEmpty()) {
            return;
        }
        var async = line.async().get();
        switch (async.step()) {
            case "upload" -> uploads.put(async.id(), line.caller());
            case "call" -> called(line, async, broken);
            default -> fetched(line, async, broken);
        }
    }

    private void called(RecordLine line, Async async, BiConsumer<Rule, String> broken) {
        calls.put(async.id(), new Seen(line.caller(), line.request(), false));
        var owner = uploads.get(async.upload());
        if (owner.isPresent() && !owner.get().equals(line.caller())) {
            broken.accept(Rule.RESULT, "The call reads an upload of another caller.");
        }
    }

    private void fetched(RecordLine line, Async async, BiConsumer<Rule, String> broken) {
        var seen = calls.get(async.id(), _ -> new Seen(line.caller(), async.request(), false));
        if (!seen.caller().equals(line.caller())) {
            broken.accept(Rule.RESULT, "The result was asked for by another caller than the call's.");
        }
        if (!seen.request().equals(async.request())) {
            broken.accept(Rule.RESULT, "The result names another request than the one that made the call.");
        }
        var settles = line.tokens().isPresent() || line.uses().stream().anyMatch(Use::settles);
        if (settles && seen.settled()) {
            broken.accept(Rule.RESULT, "The call's true use was settled before.");
        }
        calls.put(async.id(), new Seen(seen.caller(), seen.request(), seen.settled() || settles));
    }
}
