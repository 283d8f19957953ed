package io.sagegate.filters.guard;

/// Proof that a body may go to the model: it held to the grant's guard, or the grant has none. Only [RequestGuard]
/// makes one.
public final class GuardedBody implements RequestGuard.Judgement {
    private final byte[] bytes;

    GuardedBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The body itself, not a copy.
    public byte[] bytes() {
        return bytes;
    }

    /// Size only: the body is the caller's business.
    @Override
    public String toString() {
        return "GuardedBody[" + bytes.length + " bytes]";
    }
}
