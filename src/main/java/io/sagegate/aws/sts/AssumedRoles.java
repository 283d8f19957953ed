package io.sagegate.aws.sts;

import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.kit.BoundedCache;
import io.sagegate.policy.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Credentials of the roles that grants name. Each session is good for one action on one endpoint in one caller's
/// name. A session is kept until shortly before its end, and requested once however many calls wait for it. Bounded.
/// Thread-safe.
public final class AssumedRoles {
    /// Length of a session, in minutes: the shortest that STS allows.
    private static final Duration SESSION = Duration.ofMinutes(15);

    /// Time before its end when a session is renewed, in minutes. Credentials are checked only as a call begins.
    private static final Duration BEFORE_END = Duration.ofMinutes(2);

    /// How long a refusal is remembered, in seconds: a broken role must not cost a call to STS each time.
    private static final Duration REFUSAL = Duration.ofSeconds(2);

    /// Seconds that a call waits for a session that another call requests: longer than STS is asked.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(6);

    private static final int MAX_SESSIONS = 2_000;

    private final Sts sts;
    private final String region;
    private final InstantSource clock;
    private final BoundedCache<SessionScope, CompletableFuture<Session>> sessions = BoundedCache.of(MAX_SESSIONS);

    /// The answer of STS, and the instant until which it is used.
    private record Session(Optional<Credentials> credentials, Instant until) {
        @Override
        public String toString() {
            return "Session[until " + until + "]";
        }
    }

    /// @param region the region of the endpoints
    public AssumedRoles(AwsCall sts, String region, InstantSource clock) {
        this.sts = new Sts(sts);
        this.region = region;
        this.clock = clock;
    }

    /// Returns the credentials for a permitted call; empty if its grant names no role.
    ///
    /// @param time of the call, which the wait for STS is a part of
    /// @throws RoleUnavailableException if the role could not be assumed in time: the call must not be made
    public Optional<Credentials> credentials(Decision.Permit permit, TimeLeft time) throws RoleUnavailableException {
        var role = permit.grant().assumeRole();
        if (role.isEmpty()) {
            return Optional.empty();
        }
        var session = session(SessionScope.of(role.get(), permit, region), time);
        if (session.credentials().isEmpty()) {
            throw new RoleUnavailableException("the role was refused", null);
        }
        return session.credentials();
    }

    /// Forgets every session. Call this after a restore from a snapshot, when sessions may have ended.
    public void forget() {
        sessions.clear();
    }

    private Session session(SessionScope scope, TimeLeft time) throws RoleUnavailableException {
        var mine = new CompletableFuture<Session>();
        var known = keptOrPut(scope, mine);
        if (known.isEmpty()) {
            request(scope, mine, time);
        }
        return await(known.orElse(mine), time);
    }

    /// Completes the session whatever happens. If an error left it open, every later call would wait for it in vain.
    private void request(SessionScope scope, CompletableFuture<Session> session, TimeLeft time) {
        try {
            session.complete(assume(scope, time));
        } finally {
            session.complete(refused(time));
        }
    }

    private synchronized Optional<CompletableFuture<Session>> keptOrPut(
            SessionScope scope, CompletableFuture<Session> other) {
        var kept = sessions.get(scope).filter(this::isGood);
        if (kept.isEmpty()) {
            sessions.put(scope, other);
        }
        return kept;
    }

    private static Session await(CompletableFuture<Session> known, TimeLeft time) throws RoleUnavailableException {
        try {
            return time.atMost(LONGEST_WAIT).await(known);
        } catch (ExecutionException | CallException e) {
            throw new RoleUnavailableException("the role was not assumed in time", e);
        }
    }

    /// Whether the session is still being requested, or has not ended.
    private boolean isGood(CompletableFuture<Session> session) {
        return !session.isDone() || clock.instant().isBefore(session.join().until());
    }

    /// Assumes the role. Throws no exception, because other calls wait for the result.
    private Session assume(SessionScope scope, TimeLeft time) {
        try {
            var assumed = sts.assume(scope, SESSION, time);
            if (assumed.isPresent()) {
                return new Session(
                        Optional.of(assumed.get().credentials()),
                        assumed.get().end().minus(BEFORE_END));
            }
        } catch (CallException | RuntimeException e) {
            // The session below says that there are no credentials.
        }
        return refused(time);
    }

    /// A call that had too little time says nothing of the role, so the next one asks STS again.
    private Session refused(TimeLeft time) {
        var now = clock.instant();
        return new Session(Optional.empty(), time.isOver() ? now : now.plus(REFUSAL));
    }
}
