package io.sagegate.gateway;

import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.gateway.Stage.Reserved;
import io.sagegate.gateway.stream.FilterJudge;
import io.sagegate.gateway.stream.Metering;
import io.sagegate.inference.Invocation;
import io.sagegate.inference.ModelResult;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Shadowed;
import java.util.List;
import java.util.Optional;

/// The stages of a call once the policy has decided and the limits are asked: the guard, the attempt, the model's
/// answer, and what a filter in shadow saw of it; or the denial.
sealed interface CallStage extends Stage {
    /// Denied: the policy refuses the call, and the line ends here.
    record Denied(Stage before, Decision.Deny deny) implements CallStage {
        @Override
        public Optional<Decision> decided() {
            return Optional.of(deny);
        }
    }

    /// Guarded: the grant's guard allows the body.
    ///
    /// @param guard the guard in shadow that would have refused the body, if one would
    record Guarded(Reserved before, Invocation invocation, List<Shadowed> guard) implements CallStage {
        @Override
        public List<Shadowed> shadowed() {
            return Stage.joined(before.shadowed(), guard);
        }
    }

    /// Attempted: the record states that the model is about to be called. From here on the call counts as using what
    /// it asked for, until its usage is known.
    record Attempted(Guarded before) implements CallStage {
        @Override
        public boolean isLet() {
            return true;
        }

        @Override
        public Usage usage() {
            return before.before().reservation().assumed();
        }
    }

    /// Invoked: the model or SageMaker has answered, or has begun to answer.
    record Invoked(Attempted before, ModelResult result, Optional<String> variant, Metering metering)
            implements CallStage {
        Permitted permission() {
            return before.before().before().permission();
        }

        Invocation invocation() {
            return before.before().invocation();
        }

        Decision.Permit permit() {
            return invocation().permit();
        }

        @Override
        public Usage usage() {
            return metering.usage();
        }
    }

    /// Filtered: a filter in shadow has judged the answer, or sees it leave.
    record Filtered(Invoked before, FilterJudge judge) implements CallStage {
        @Override
        public List<Shadowed> shadowed() {
            return Stage.joined(before.shadowed(), judge.shadowed());
        }
    }
}
