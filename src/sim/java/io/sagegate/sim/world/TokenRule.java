package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import java.util.Comparator;
import java.util.Optional;

/// Tokens of the issuer: who has a good one is let, and an ended token or a withdrawn key stops working in time.
///
/// The numbers are those that `docs/identity.md` promises.
record TokenRule(World world) {
    private static final long REMEMBERED = 10 * Cap.MINUTE;
    private static final long WITHDRAWN = 20 * Cap.MINUTE;
    private static final long STALE = 60 * Cap.MINUTE;
    private static final long PAUSE = 10 * Cap.SECOND;

    /// The longest that one fetch of discovery and keys takes.
    private static final long FETCH = 8 * Cap.SECOND;

    void check() {
        for (var call : world.calls()) {
            call.token.ifPresent(token -> {
                if (token.forged()) {
                    forged(call);
                    return;
                }
                if (call.visit().isPresent()) {
                    ended(call, token);
                    withdrawn(call, token.key());
                    old(call);
                    forgotten(call, token);
                }
                let(call, token);
            });
        }
    }

    private void forged(Call call) {
        if (call.visit().isPresent()) {
            world.breach("each issuer has its own keys", call + " reached the model by another issuer's key");
        }
    }

    private static Token token(Call call) {
        return call.token.orElseThrow();
    }

    private long clocks() {
        return world.chances().had(Trouble.CLOCKS) ? 2 * Environment.WORST_CLOCK_MILLIS * 1_000_000 : 0;
    }

    private void ended(Call call, Token token) {
        if (call.begun > token.expiry() + Token.SKEW + clocks()) {
            world.breach("a token ends", call + " reached the model with an ended token");
        }
    }

    private void withdrawn(Call call, IssuerKey key) {
        var failed = token(call).issuer().fetches(environment(call)).stream()
                .anyMatch(fetch -> !fetch.came() && fetch.to() > key.withdrawn && fetch.from() < call.ended);
        var longest = (failed ? STALE + REMEMBERED : WITHDRAWN) + 2 * FETCH + clocks();
        if (key.withdrawn < call.begun - longest) {
            world.breach(
                    "a withdrawn key ends",
                    call + " reached the model by " + key + ", " + (call.begun - key.withdrawn) / Cap.SECOND
                            + " s after its end");
        }
    }

    /// Keys serve for an hour without their issuer, and what they verified for ten minutes more.
    private void old(Call call) {
        var oldest = call.begun - STALE - REMEMBERED - 2 * FETCH - clocks();
        if (newest(call, call.visit().orElseThrow().from())
                .filter(fetch -> fetch.from() < oldest)
                .isPresent()) {
            world.breach("keys of an issuer grow old", call + " reached the model by keys of long ago");
        }
    }

    /// An environment that has seen a set without the key takes no new token of it, and known ones for ten minutes.
    private void forgotten(Call call, Token token) {
        var seen = token(call).issuer().fetches(environment(call)).stream()
                .filter(fetch -> fetch.came() && fetch.from() > token.key().withdrawn && fetch.to() < call.begun)
                .findFirst();
        if (seen.isEmpty()) {
            return;
        }
        var known = world.services().issuers().primed.contains(token)
                || world.calls().stream()
                        .anyMatch(other -> other.token.equals(call.token)
                                && other.environment == call.environment
                                && other.status != 401
                                && other.begun < seen.get().to());
        if (!known || call.begun > seen.get().to() + REMEMBERED + clocks()) {
            world.breach(
                    "a withdrawn key ends", call + " reached the model by " + token.key() + ", known to be withdrawn");
        }
    }

    private void let(Call call, Token token) {
        var refused = call.status == 401 && isGood(token, call) && !isNew(token.key(), call);
        if (refused || (call.answer.contains("issuer_unavailable") && hasKeys(call))) {
            world.breach("who may call is let", call + " got " + call.status + ": " + call.answer);
        }
    }

    private static boolean isGood(Token token, Call call) {
        return token.holdsFrom(call.begun) && token.key().withdrawn > call.begun + Sending.TIMEOUT.toNanos();
    }

    /// Whether the environment cannot know the key yet.
    private boolean isNew(IssuerKey key, Call call) {
        var last = newest(call, call.begun);
        if (last.filter(fetch -> fetch.published() >= key.published).isPresent()) {
            return false;
        }
        var failed = token(call).issuer().fetches(environment(call)).stream()
                .anyMatch(fetch -> !fetch.came() && fetch.to() >= key.published && fetch.from() <= call.ended);
        return failed || call.begun < key.published + PAUSE + FETCH + clocks();
    }

    /// Whether the environment has keys that still serve.
    private boolean hasKeys(Call call) {
        return newest(call, call.begun)
                .filter(fetch -> fetch.from() > call.begun - STALE + FETCH + clocks())
                .isPresent();
    }

    private Optional<Issuer.Fetch> newest(Call call, long before) {
        return token(call).issuer().fetches(environment(call)).stream()
                .filter(fetch -> fetch.came() && fetch.to() < before)
                .max(Comparator.comparingLong(Issuer.Fetch::to));
    }

    private static Environment environment(Call call) {
        var environment = call.environment;
        if (environment == null) {
            throw new IllegalStateException(call + " was in no environment");
        }
        return environment;
    }
}
