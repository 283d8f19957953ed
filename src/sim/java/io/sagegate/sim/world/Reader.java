package io.sagegate.sim.world;

import java.util.Random;

/// How a caller takes an answer in pieces.
///
/// @param bytes after which it leaves
/// @param nanos that it takes for each piece
record Reader(long bytes, long nanos) {
    /// Bytes of an answer that a leaver takes at most: some leave before the first, some after the last.
    private static final int LONGEST = 900;

    /// Milliseconds that a slow reader takes for a piece at most.
    private static final long SLOWEST = 4_000;

    static final Reader PATIENT = new Reader(Long.MAX_VALUE, 0);

    static Reader of(Random random) {
        var leaves = random.nextInt(3) > 0;
        var slow = random.nextInt(4) == 0;
        var bytes = leaves ? random.nextInt(LONGEST) : Long.MAX_VALUE;
        return new Reader(bytes, slow ? Chances.nanos(random, SLOWEST) : 0);
    }

    boolean leaves() {
        return bytes < Long.MAX_VALUE;
    }
}
