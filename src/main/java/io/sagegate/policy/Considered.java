package io.sagegate.policy;

import java.util.Optional;

/// A grant of the caller's that names the endpoint, and what became of it.
///
/// @param assignment through which role the caller has it
/// @param condition the first condition that was not met, where one was not
public record Considered(Grant grant, Assignment assignment, Outcome outcome, Optional<Condition> condition) {
    /// Why a grant did or did not apply.
    public enum Outcome {
        /// It matches the call in everything.
        APPLIES("applies"),
        /// It is for other actions.
        OTHER_ACTION("other_action"),
        /// It is for other variants, components, models or containers.
        OTHER_TARGET("other_target"),
        /// SageMaker cannot aim such a call at the part of the endpoint that the call or the grant names.
        UNSUPPORTED_TARGET("unsupported_target"),
        /// The caller had its role until a time that is past.
        BINDING_EXPIRED("binding_expired"),
        /// It was given until a time that is past.
        EXPIRED("expired"),
        /// One of its conditions is not met.
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
