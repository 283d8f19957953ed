package io.sagegate.identity;

import io.sagegate.reason.Reason;
import java.util.Optional;

/// The outcome of authentication.
public sealed interface Authentication {
    /// The caller is who it claims to be.
    record Authenticated(Principal principal) implements Authentication {}

    /// A refused credential. The reason helps an honest client, and does not tell which keys or users exist.
    ///
    /// @param evidence the facts about the credential for the record
    /// @param advice the text beside the reason in the answer: the values that would be accepted
    record Refused(Reason reason, Optional<Evidence> evidence, Optional<String> advice) implements Authentication {
        public Refused(Reason reason) {
            this(reason, Optional.empty(), Optional.empty());
        }

        Refused(Reason reason, Evidence evidence) {
            this(reason, Optional.of(evidence), Optional.empty());
        }
    }
}
