package io.sagegate.audit;

/// The gateway's verdict on a request. The record, traces and metrics all state this one value.
public enum Verdict {
    /// The gateway answered by itself, without calling a model.
    ANSWERED,
    /// The model is about to be called, or was called, whatever the outcome.
    ALLOWED,
    /// The request was refused: by identity, policy, a limit, a guard, or a fault before the call.
    DENIED;

    /// Whether the gateway did not refuse the request.
    public boolean lets() {
        return this != DENIED;
    }
}
