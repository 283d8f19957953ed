package io.sagegate.limits.notices;

import io.sagegate.kit.BoundedCache;
import io.sagegate.kit.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Tells thresholds that calls have reached. Thread-safe.
///
/// A claim in the counter's own item makes one call of all environments tell a threshold. A call that fails to
/// tell it leaves its claim to end, and the next call after that tells it. A function that dies between telling
/// and marking makes the next one tell it again, under the same id.
public final class Teller {
    /// Seconds for which one call alone may tell a threshold. This is longer than it may try, and the pause before
    /// another call tries again.
    public static final Duration CLAIM = Duration.ofSeconds(5);

    /// Seconds that telling may add to a call.
    public static final Duration LONGEST = Duration.ofSeconds(2);

    /// Milliseconds of each write to the table. A late claim leaves the event its time: one that is sent and not
    /// answered in time may be there, and is told again.
    private static final Duration WRITE = Duration.ofMillis(500);

    private static final int REMEMBERED = 10_000;
    private static final long NANOS = 1_000_000_000L;

    private final Claims claims;
    private final Bus bus;
    private final InstantSource clock;

    /// Until when this environment leaves a threshold alone.
    private final BoundedCache<String, Instant> quiet;

    /// Notices that this environment has put, and could not mark yet.
    private final BoundedCache<String, Crossing> unmarked = BoundedCache.of(REMEMBERED);

    public Teller(Claims claims, Bus bus, InstantSource clock) {
        this.claims = claims;
        this.bus = bus;
        this.clock = clock;
        this.quiet = BoundedCache.expiring(REMEMBERED, end -> end, clock);
    }

    /// Tells what nobody has told yet.
    ///
    /// @throws NoticeException if something was not told; then a later call tells it
    public void tell(List<Notice> notices, Deadline deadline) throws NoticeException {
        var telling = deadline.within(LONGEST);
        for (var notice : notices) {
            var told = unmarked.get(notice.crossing().id());
            if (told.isPresent()) {
                mark(told.get(), telling);
            } else if (quiet.get(notice.crossing().id()).isEmpty() && !telling.isPast()) {
                tell(notice, telling);
            }
        }
    }

    private void tell(Notice notice, Deadline deadline) throws NoticeException {
        var crossing = notice.crossing();
        var now = clock.instant();
        var end = now.plus(CLAIM);
        // Whatever happens, this call has tried: the next one of this environment waits until the claim is over.
        quiet.put(crossing.id(), end);
        var until = nanos(end) + ThreadLocalRandom.current().nextLong(NANOS / 1_000);
        switch (claims.claim(crossing, nanos(now), until, deadline.within(WRITE))) {
            case OURS -> {
                bus.put(notice, deadline.keeping(WRITE));
                quiet.put(crossing.id(), crossing.window().ends());
                mark(crossing, deadline);
            }
            case TOLD -> quiet.put(crossing.id(), crossing.window().ends());
            case NOT_NOW -> {}
        }
    }

    /// A mark that fails is written again by the next call of this environment.
    private void mark(Crossing crossing, Deadline deadline) throws NoticeException {
        unmarked.put(crossing.id(), crossing);
        claims.told(crossing, deadline);
        unmarked.remove(crossing.id());
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
    }
}
