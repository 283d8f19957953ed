package io.sagegate.audit.chain;

/// Port: keeps chain heads where those who can delete log events cannot reach. Called on the request's own
/// thread, at the chain's first answer and then at intervals; thread-safe, bounded in time, never throws.
public interface HeadPublisher {
    /// Publishes nowhere: cutting the tail of a chain then does not show.
    HeadPublisher NONE = head -> true;

    /// Whether this head, or a newer one of its chain, is kept now.
    boolean publish(ChainHead head);
}
