package io.sagegate.identity;

import io.sagegate.reason.Reason;
import java.util.Optional;

/// The outcome of authentication.
public sealed interface Authentication {
    /// The caller is who it claims to be.
    record Authenticated(Principal principal) implements Authentication {}

    /// Nobody gets in with this credential. The reason helps an honest client and says nothing of which
    /// keys or users exist.
    ///
    /// @param evidence what the record says of the credential
    /// @param advice what the answer says beyond the reason: what would be accepted
    record Refused(Reason reason, Optional<Evidence> evidence, Optional<String> advice) implements Authentication {
        public Refused(Reason reason) {
            this(reason, Optional.empty(), Optional.empty());
        }

        Refused(Reason reason, Evidence evidence) {
            this(reason, Optional.of(evidence), Optional.empty());
        }
    }
}
