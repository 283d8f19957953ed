package io.sagegate.audit.chain;

import io.sagegate.kit.Deadline;

/// Port: keeps chain heads out of reach of those who can delete log events. Called on the request's own thread, at
/// the chain's first answer and then at intervals. Thread-safe; bounded in time; never throws.
public interface HeadPublisher {
    /// Publishes nothing, so a cut at the end of a chain is not detected.
    HeadPublisher NONE = (_, _) -> true;

    /// Publishes a head, in the time that is left. Returns whether it, or a newer one of its chain, is now kept.
    boolean publish(ChainHead head, Deadline by);
}
