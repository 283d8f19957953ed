package io.sagegate.audit;

/// How the gateway decided about a request. The record, traces and metrics all tell this one.
public enum Verdict {
    /// The gateway answered by itself: no model was asked for.
    ANSWERED,
    /// The model is about to be called, or was, whatever became of it.
    ALLOWED,
    /// The request was turned away: by identity, policy, a limit, a guard, or a fault before the call.
    DENIED;

    /// Whether the caller was not turned away.
    public boolean lets() {
        return this != DENIED;
    }
}
