package io.sagegate.policy;

import java.util.Optional;

/// A grant of the caller that names the endpoint, and its outcome.
///
/// @param assignment the role through which the caller has it
/// @param condition the first condition that was not met, if any
public record Considered(Grant grant, Assignment assignment, Outcome outcome, Optional<Condition> condition) {
    /// Whether the grant is a deny that matches the call; one in shadow forbids nothing.
    public boolean denies() {
        return outcome == Outcome.APPLIES && grant.effect() == Grant.Effect.DENY;
    }

    /// Why a grant did or did not apply.
    public enum Outcome {
        /// The grant matches the call in every part.
        APPLIES("applies"),
        /// The grant is for other actions.
        OTHER_ACTION("other_action"),
        /// The grant is for other variants, components, models or containers.
        OTHER_TARGET("other_target"),
        /// The call or the grant names a part of the endpoint, and SageMaker's operation has no field for that
        /// part.
        UNSUPPORTED_TARGET("unsupported_target"),
        /// The binding that gave the caller the role has expired.
        BINDING_EXPIRED("binding_expired"),
        /// The grant has expired.
        EXPIRED("expired"),
        /// One of the grant's conditions is not met.
        CONDITION_NOT_MET("condition_not_met");

        private final String code;

        Outcome(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
