package io.sagegate.sim.world;

import io.sagegate.lambda.SimFunction;
import io.sagegate.sim.Trouble;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One execution environment: the real gateway, with a clock and randomness of its own.
final class Environment {
    /// Seconds by which a clock may be wrong. The gateway allows two clocks ten seconds between them.
    static final long WORST_CLOCK_MILLIS = 4_000;

    /// Answers to one call that may leave keys out before it is refused.
    private static final int PATIENCE = 4;

    /// A line of the record.
    @SuppressWarnings("ArrayRecordComponent")
    record Line(long at, @Nullable Call call, byte[] bytes) {
        byte[] withoutEnd() {
            return Arrays.copyOf(bytes, bytes.length - 1);
        }
    }

    final int serial;
    final List<Line> lines = new ArrayList<>();

    /// Virtual time of the last slots that it took ahead, by those who share them.
    final Map<String, Long> fetched = new HashMap<>();

    private final World world;
    private final Entropy entropy;
    private @Nullable SimFunction function;
    private boolean priming;
    private boolean isReady;
    private boolean dead;

    /// How often its time went another way than the world's.
    private int disturbances;

    /// Virtual time of the last request that the table did not answer plainly.
    private long failed = -1;

    /// Virtual time of the last condition that did not hold.
    private long refused = Long.MIN_VALUE;

    private long clockError;
    private long standsStillUntil;
    private int busy;
    private int choices;

    Environment(World world, int serial, Entropy entropy) {
        this.world = world;
        this.serial = serial;
        this.entropy = entropy;
        if (world.chances().has(Trouble.CLOCKS)) {
            setClock(world.chances().of("clock", serial));
        }
    }

    /// Builds the function. The task that does so must run in this environment.
    void start() {
        function = new SimFunction(Variables.of(world), new RecordOut());
    }

    /// Makes the requests that warm the function before its snapshot, then wakes a copy of it.
    void restore(Runnable requests) {
        priming = true;
        requests.run();
        priming = false;
        lines.clear();
        entropy.reseed(world.chances().of("entropy", serial).nextLong());
        function().renew();
    }

    SimFunction function() {
        var started = function;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    String next() {
        return "environment " + serial + "/" + choices++;
    }

    boolean isPriming() {
        return priming;
    }

    Entropy entropy() {
        return entropy;
    }

    long clockError() {
        return clockError;
    }

    /// Whether its time went another way since then.
    ///
    /// @param before the number of disturbances
    boolean wasDisturbed(int before, long since) {
        return disturbances != before || standsStillUntil > since;
    }

    void setClock(Random random) {
        clockError = (long) ((random.nextDouble() * 2 - 1) * WORST_CLOCK_MILLIS * 1_000_000);
        disturbances++;
        world.story().tell(this, "has a clock that is wrong by " + clockError / 1_000_000 + " ms");
    }

    void mendClock() {
        clockError = 0;
    }

    boolean isDead() {
        return dead;
    }

    boolean isFree(int places) {
        return !dead && (busy == 0 || (isReady && busy < places));
    }

    void enter() {
        busy++;
    }

    void leave() {
        busy--;
    }

    boolean isReady() {
        return isReady;
    }

    void ready() {
        isReady = true;
    }

    /// The outcome of a request to the table.
    ///
    /// @param plain whether it was carried out, or its condition did not hold
    void told(@Nullable Call call, Net.Sent sent, boolean plain) {
        if (!plain) {
            failed = Sim.get().time();
        }
        if (call != null) {
            call.tableFailed |= !plain;
            call.lastIsPlain = sent.isTake() ? plain : call.lastIsPlain;
        }
    }

    /// Keys are left out of an answer. After some such answers the gateway gives up, and may.
    void leavesOut(@Nullable Call call) {
        if (call != null && ++call.leftOut >= PATIENCE) {
            failed = Sim.get().time();
        }
    }

    /// The table says that a condition does not hold.
    void hearsOfLimits() {
        refused = Sim.get().time();
    }

    boolean heardOfLimits(long since) {
        return refused >= since;
    }

    /// Whether a request to the table failed since then.
    boolean hasFailed(long since) {
        return failed >= since;
    }

    int disturbances() {
        return disturbances;
    }

    boolean isBusy() {
        return busy > 0;
    }

    void die(String where) {
        if (!dead) {
            dead = true;
            world.story().tell(this, "dies " + where);
        }
    }

    void maybeDies(Random random, String where) {
        if (world.chances().hits(Trouble.DEATHS, random, 4)) {
            die(where);
        }
        Sim.get().alive();
    }

    long standsStillUntil() {
        return dead ? 0 : standsStillUntil;
    }

    void maybeStops(Random random) {
        if (world.chances().hits(Trouble.PAUSES, random, 6)) {
            var nanos = Chances.nanos(random, 9_000);
            // A pause within a longer one does not end it.
            standsStillUntil = Math.max(standsStillUntil, Sim.get().time() + nanos);
            disturbances++;
            world.story().tell(this, "stands still for " + nanos / 1_000_000 + " ms");
        }
    }

    @Override
    public String toString() {
        return "environment " + serial;
    }

    /// Takes the lines of the record.
    private final class RecordOut extends OutputStream {
        @Override
        public void write(int one) {
            throw new IllegalStateException("a line is written as a whole");
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            var sim = Sim.get();
            sim.alive();
            if (priming) {
                return;
            }
            var call = sim.current().map(task -> task.call).orElse(null);
            var random = world.chances().of("record", call == null ? next() : call.next());
            maybeDies(random, "before it writes the record");
            world.written(call, bytes, from, length);
            lines.add(new Line(sim.time(), call, Arrays.copyOfRange(bytes, from, from + length)));
            world.story().line(Environment.this, call, bytes);
            sim.sleep(Chances.nanos(random, 2));
            maybeDies(random, "after it wrote the record");
        }
    }
}
