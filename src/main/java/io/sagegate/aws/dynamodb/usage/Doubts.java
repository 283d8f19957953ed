package io.sagegate.aws.dynamodb.usage;

import io.sagegate.kit.BoundedCache;
import io.sagegate.limits.usage.Draw;

/// The takes of which an attempt had no answer. Such an attempt may arrive long after its repetition, even when the
/// call is settled. So the settlement leaves a mark that the attempt meets. Thread-safe.
final class Doubts {
    /// Takes that are remembered: more than an environment makes in the life of one call.
    private static final int TAKES = 10_000;

    private final BoundedCache<String, Boolean> unanswered = BoundedCache.of(TAKES);

    /// Runs when an attempt at the draw has no answer.
    Runnable about(Draw draw) {
        return () -> unanswered.put(draw.hold(), true);
    }

    boolean has(String hold) {
        return unanswered.get(hold).isPresent();
    }

    void forget() {
        unanswered.clear();
    }
}
