package io.sagegate.identity;

import io.sagegate.reason.Reason;

/// The outcome of authentication.
public sealed interface Authentication {
    /// The caller is who it claims to be.
    record Authenticated(Principal principal) implements Authentication {}

    /// Nobody gets in with this credential. The reason helps an honest client and says nothing of which
    /// keys or users exist.
    record Refused(Reason reason) implements Authentication {}
}
