package io.sagegate.policy;

import io.sagegate.reason.Reason;
import java.util.List;

/// What the decision point says.
public sealed interface Decision {
    /// The policy revision that decided.
    long revision();

    /// Proof that a grant allows the call, and the target as the grant narrowed it. Only [DecisionPoint] makes one.
    final class Permit implements Decision {
        private final long revision;
        private final Grant grant;
        private final Action action;
        private final Target target;

        Permit(long revision, Grant grant, Action action, Target target) {
            this.revision = revision;
            this.grant = grant;
            this.action = action;
            this.target = target;
        }

        @Override
        public long revision() {
            return revision;
        }

        public Grant grant() {
            return grant;
        }

        public Action action() {
            return action;
        }

        /// What may be called: nothing else may be sent.
        public Target target() {
            return target;
        }
    }

    /// Nothing allows the call.
    ///
    /// @param considered the ids of the grants that named the endpoint
    record Deny(long revision, Reason reason, List<String> considered) implements Decision {
        public Deny {
            considered = List.copyOf(considered);
        }
    }
}
