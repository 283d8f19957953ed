package io.sagegate.identity.jwks;

import io.sagegate.identity.KeysUnavailableException;
import io.sagegate.identity.jwks.JwkReader.Jwk;
import io.sagegate.json.JsonException;
import io.sagegate.kit.BoundedCache;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One issuer's key set in memory, and the rules by which it is renewed. Thread-safe.
///
/// - Past [#FRESH] the set is renewed while requests go on with the current keys. Only the request that starts the
///   renewal waits for it, and no longer than [#GRACE]. A slow issuer stalls no other request.
/// - A set that nobody has tried to renew in time, since no request came, may have lost a key long ago. Requests wait
///   for its renewal, unless the issuer is known to be down.
/// - A request with a key id that is not in the set waits for one renewal. All such requests together cause one
///   fetch per [Cause#UNKNOWN_KEY]'s pause, whatever ids they carry. This budget is separate, so a scheduled
///   renewal just before a rotation does not hold the new key back.
/// - While the issuer is down or its answers are invalid, the last good set serves until it is [#STALE].
final class KeySlot {
    static final Duration FRESH = Duration.ofMinutes(10);
    static final Duration STALE = Duration.ofHours(1);
    static final Duration GRACE = Duration.ofMillis(300);

    /// Seconds, above the time that the fetcher's own bound allows for two fetches.
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(8);

    private static final int MAX_MISSING = 1_024;

    /// The cause of a fetch, with the least time between two fetches of that cause.
    enum Cause {
        AGE(Duration.ofSeconds(30)),
        UNKNOWN_KEY(Duration.ofSeconds(10)),
        NO_SET(Duration.ofSeconds(2));

        private final Duration pause;

        Cause(Duration pause) {
            this.pause = pause;
        }

        Duration pause() {
            return pause;
        }
    }

    /// Fetches the keys.
    @FunctionalInterface
    interface Source {
        List<Jwk> fetch(Cause cause) throws IOException, JsonException;
    }

    private final Source source;
    private final InstantSource clock;
    private final ThreadFactory threads;
    private final Map<Cause, Instant> nextFetch = new EnumMap<>(Cause.class);
    private final BoundedCache<Optional<String>, Instant> missing;
    private @Nullable CompletableFuture<Void> flight;
    private volatile @Nullable KeySet latest;
    private volatile Instant failed = Instant.MIN;
    private final AtomicInteger fetched = new AtomicInteger();

    KeySlot(Source source, InstantSource clock) {
        this(source, clock, Thread.ofVirtual().name("jwks").factory());
    }

    /// @param threads make the thread of each fetch
    KeySlot(Source source, InstantSource clock, ThreadFactory threads) {
        this.threads = threads;
        this.source = source;
        this.clock = clock;
        this.missing = BoundedCache.expiring(MAX_MISSING, until -> until, clock);
    }

    Optional<PublicKey> key(Optional<String> keyId, String algorithm) throws KeysUnavailableException {
        if (find(keyId, algorithm).isPresent()) {
            renewWhenDue();
        } else {
            lookFor(keyId, algorithm);
        }
        var set = usable();
        if (set == null) {
            throw new KeysUnavailableException("no usable key set from the issuer");
        }
        return set.find(keyId, algorithm);
    }

    private Optional<PublicKey> find(Optional<String> keyId, String algorithm) {
        var set = usable();
        return set == null ? Optional.empty() : set.find(keyId, algorithm);
    }

    private @Nullable KeySet usable() {
        var set = latest;
        return set != null && set.isYoungerThan(STALE, clock.instant()) ? set : null;
    }

    private void renewWhenDue() {
        var set = latest;
        if (set == null || !set.isYoungerThan(FRESH, clock.instant())) {
            var own = started(Cause.AGE, set);
            if (set == null || isDown() || set.isYoungerThan(FRESH.plus(LONGEST_FETCH), clock.instant())) {
                own.ifPresent(one -> await(one, GRACE));
            } else {
                own.or(this::running).ifPresent(one -> await(one, LONGEST_FETCH));
            }
        }
    }

    /// Whether the last try failed not long ago. An older failure says nothing: the issuer may be back, and may have
    /// withdrawn a key since.
    private boolean isDown() {
        return clock.instant().isBefore(failed.plus(FRESH));
    }

    private void lookFor(Optional<String> keyId, String algorithm) {
        if (isKnownMissing(keyId)) {
            return;
        }
        // The running fetch may have begun before the key was published, so another may follow it.
        running().ifPresent(one -> await(one, LONGEST_FETCH));
        // The key is looked up again even if no fetch runs: one may have ended since the first look.
        var before = fetched.get();
        var seen = latest;
        if (find(keyId, algorithm).isPresent()) {
            return;
        }
        var cause = usable() == null ? Cause.NO_SET : Cause.UNKNOWN_KEY;
        started(cause, seen).or(this::running).ifPresent(one -> await(one, LONGEST_FETCH));
        // A missing key within the pause proves nothing: a second rotation's key is only not known yet.
        if (fetched.get() != before && find(keyId, algorithm).isEmpty()) {
            remember(keyId);
        }
    }

    private synchronized Optional<CompletableFuture<Void>> running() {
        return Optional.ofNullable(flight);
    }

    /// @param seen the set that lacks the key: a newer set is looked at before another is fetched
    private synchronized Optional<CompletableFuture<Void>> started(Cause cause, @Nullable KeySet seen) {
        var now = clock.instant();
        if (flight != null
                || !Objects.equals(latest, seen)
                || now.isBefore(nextFetch.getOrDefault(cause, Instant.MIN))) {
            return Optional.empty();
        }
        nextFetch.put(cause, now.plus(cause.pause()));
        var own = new CompletableFuture<Void>();
        flight = own;
        try {
            threads.newThread(() -> fetch(cause, own, now)).start();
        } catch (RuntimeException | Error e) {
            // A fetch that never began must not count as running for ever.
            flight = null;
            throw e;
        }
        return Optional.of(own);
    }

    private void fetch(Cause cause, CompletableFuture<Void> own, Instant asked) {
        try {
            var before = latest;
            var set = new KeySet(source.fetch(cause), asked);
            latest = set;
            failed = Instant.MIN;
            fetched.incrementAndGet();
            if (before != null) {
                before.keys().stream()
                        .map(Jwk::keyId)
                        .filter(id -> !set.has(id))
                        .forEach(this::withdrawn);
            }
        } catch (IOException | JsonException | RuntimeException e) {
            // The last good set may serve for a while; the next try comes after a pause.
            failed = clock.instant();
        } finally {
            synchronized (this) {
                flight = null;
            }
            own.complete(null);
        }
    }

    private static void await(CompletableFuture<Void> fetch, Duration longest) {
        try {
            fetch.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The request that waited goes on with the current keys.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isKnownMissing(Optional<String> keyId) {
        return missing.get(keyId).isPresent();
    }

    /// Remembers the id of a withdrawn key. Its tokens keep coming for a while, and a fetch for one would use up a
    /// new key's budget. If the key comes back, the scheduled renewal finds it.
    private void withdrawn(Optional<String> keyId) {
        missing.put(keyId, clock.instant().plus(FRESH));
    }

    /// Remembers an id that was not found, which spares the budget for other ids. It is remembered no longer than
    /// the budget's own pause. A caller who asks for a new id early cannot keep that key out.
    private void remember(Optional<String> keyId) {
        missing.put(keyId, clock.instant().plus(Cause.UNKNOWN_KEY.pause()));
    }
}
