package io.sagegate.inference;

import io.sagegate.filters.guard.GuardedBody;
import io.sagegate.http.Headers;
import io.sagegate.policy.Decision;
import java.time.Duration;

/// A call to a model that the policy permits and the grant's guard allows. It holds both proofs.
public sealed interface Invocation {
    /// The permit, which names the only target that may be called.
    Decision.Permit permit();

    GuardedBody body();

    /// Header fields of the SageMaker Runtime API only, chosen from an allow-list.
    Headers headers();

    /// The longest time that the whole call may take.
    Duration timeout();

    /// A call that is answered in one piece.
    record Buffered(Decision.Permit permit, GuardedBody body, Headers headers, Duration timeout)
            implements Invocation {}

    /// A call that is answered while the model works.
    record Streamed(Decision.Permit permit, GuardedBody body, Headers headers, Duration timeout)
            implements Invocation {}

    /// A call that is put into the endpoint's queue. Its input is in S3 if the body is empty.
    record Queued(Decision.Permit permit, GuardedBody body, Headers headers, Duration timeout) implements Invocation {}
}
