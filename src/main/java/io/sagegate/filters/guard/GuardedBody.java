package io.sagegate.filters.guard;

import java.util.Optional;

/// Proof that a body may go to the model: it met the grant's guard, or the grant has none. Only [RequestGuard]
/// makes one.
public final class GuardedBody implements RequestGuard.Judgement {
    private final byte[] bytes;
    private final Optional<String> hash;

    GuardedBody(byte[] bytes) {
        this(bytes, Optional.empty());
    }

    private GuardedBody(byte[] bytes, Optional<String> hash) {
        this.bytes = bytes;
        this.hash = hash;
    }

    /// Returns the same body with its hash. A wrong hash makes a signature that SageMaker refuses.
    ///
    /// @param sha256 in hex
    public GuardedBody hashed(Optional<String> sha256) {
        return new GuardedBody(bytes, sha256);
    }

    /// SHA-256 of the bytes in hex, where it is known already.
    public Optional<String> hash() {
        return hash;
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
