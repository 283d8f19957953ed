package io.sagegate.inference;

import io.sagegate.filters.guard.GuardedBody;
import io.sagegate.http.Headers;
import io.sagegate.policy.Decision;
import java.time.Duration;

/// A call to a model that policy permits and the grant's guard has let through: both proofs are in it.
public sealed interface Invocation {
    /// The target that may be called, and nothing else.
    Decision.Permit permit();

    GuardedBody body();

    /// Fields of the SageMaker Runtime API only, chosen from an allow-list.
    Headers headers();

    /// How long the whole call may take.
    Duration timeout();

    /// Answered in one piece.
    record Buffered(Decision.Permit permit, GuardedBody body, Headers headers, Duration timeout)
            implements Invocation {}

    /// Answered while the model works.
    record Streamed(Decision.Permit permit, GuardedBody body, Headers headers, Duration timeout)
            implements Invocation {}

    /// Put into the endpoint's queue. The input lies in S3 where the body is empty.
    record Queued(Decision.Permit permit, GuardedBody body, Headers headers, Duration timeout) implements Invocation {}
}
