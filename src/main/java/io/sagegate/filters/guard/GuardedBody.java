package io.sagegate.filters.guard;

/// Proof that a body may go to the model: it met the grant's guard, or the grant has none. Only [RequestGuard]
/// makes one.
public final class GuardedBody implements RequestGuard.Judgement {
    private final byte[] bytes;

    GuardedBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The body's bytes themselves, not a copy.
    public byte[] bytes() {
        return bytes;
    }

    /// Returns the same body, which also asks for the usage of its stream. The guard judged the caller's text, not
    /// this member.
    ///
    /// @param given whether it has `stream_options`
    public GuardedBody askingUsage(boolean given) {
        return new GuardedBody(StreamOptions.asking(bytes, given));
    }

    /// Shows the size only: the body belongs to the caller.
    @Override
    public String toString() {
        return "GuardedBody[" + bytes.length + " bytes]";
    }
}
