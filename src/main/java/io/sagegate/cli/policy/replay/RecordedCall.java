package io.sagegate.cli.policy.replay;

import io.sagegate.policy.Action;
import io.sagegate.policy.Target;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/// A call that a policy decided, as far as the record tells it.
///
/// @param revision of the policy that decided
/// @param sourceIp empty where the record has no address
/// @param bytes the body's size; empty where the body lay in S3
/// @param decided what was decided
/// @param members what is known of the names by which bindings may refer to the caller
record RecordedCall(
        String request,
        Instant time,
        long revision,
        Caller caller,
        Action action,
        Target target,
        String sourceIp,
        OptionalLong bytes,
        Outcome decided,
        Members members) {
    /// Member names on record: those by which the policy that decided gave the caller grants for the endpoint.
    ///
    /// @param isAll whether there were no others
    record Members(Set<String> names, boolean isAll) {
        /// The members of a line that does not tell.
        static final Members UNTOLD = new Members(Set.of(), false);

        Members {
            names = Set.copyOf(names);
        }
    }

    /// Who called.
    ///
    /// @param kind `oidc`, `iam` or `key`
    /// @param issuer the issuer's name in the policy
    record Caller(String kind, String issuer, String subject) {
        boolean hasToken() {
            return kind.equals("oidc");
        }

        /// As bindings name it.
        String member() {
            return hasToken() ? issuer + ":sub:" + subject : kind + ":" + subject;
        }
    }
}
