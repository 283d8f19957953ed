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

    /// The same body, which also asks for the usage of its stream. The guard judges what the caller wrote, not this.
    ///
    /// @param given whether it has `stream_options`
    public GuardedBody askingUsage(boolean given) {
        return new GuardedBody(StreamOptions.asking(bytes, given));
    }

    /// Size only: the body is the caller's business.
    @Override
    public String toString() {
        return "GuardedBody[" + bytes.length + " bytes]";
    }
}
