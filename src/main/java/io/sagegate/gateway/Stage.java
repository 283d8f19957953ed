package io.sagegate.gateway;

import io.sagegate.api.AskedUsage;
import io.sagegate.api.Request;
import io.sagegate.api.Route;
import io.sagegate.audit.AuditEvent.AsyncStep;
import io.sagegate.gateway.AsyncStage.Provided;
import io.sagegate.http.Headers;
import io.sagegate.identity.Evidence;
import io.sagegate.identity.Principal;
import io.sagegate.inference.Invocation;
import io.sagegate.inference.ModelResult;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Policy;
import io.sagegate.policy.Target;
import io.sagegate.trace.TraceContext;
import java.util.Objects;
import java.util.Optional;

/// How far a request has come. Each stage holds the one before it, and the next step takes exactly one kind of stage,
/// so that a forgotten step does not compile. The record is read off the last stage.
sealed interface Stage
        permits Received,
                Stage.Asked,
                Stage.Informed,
                Stage.Unidentified,
                Stage.Known,
                Stage.Permitted,
                Stage.Reserved,
                Stage.Guarded,
                Stage.Attempted,
                Stage.Invoked,
                AsyncStage {
    /// The stage before; the first stage is its own.
    Stage before();

    default Received received() {
        return before().received();
    }

    /// The call that is asked for, once it is known.
    default Optional<Call> call() {
        return before().call();
    }

    default Optional<Informed> informed() {
        return before().informed();
    }

    default Optional<Known> known() {
        return before().known();
    }

    /// What is known of a credential that was refused.
    default Optional<Evidence> refusedCredential() {
        return before().refusedCredential();
    }

    /// The permit of the call, once there is one.
    default Optional<Decision.Permit> permitted() {
        return before().permitted();
    }

    /// The span of the call to the model.
    default Optional<String> modelSpan() {
        return before().modelSpan();
    }

    /// What was set aside for the call.
    default Optional<Reservation> reserved() {
        return before().reserved();
    }

    /// Whether the gateway let the request through to a model or to what one made.
    default boolean isLet() {
        return before().isLet();
    }

    /// The step of an asynchronous call that the request is.
    default Optional<AsyncStep> async() {
        return before().async();
    }

    /// The variant that answered.
    default Optional<String> variant() {
        return before().variant();
    }

    /// The tokens that the call has used, as far as is known.
    default Usage usage() {
        return before().usage();
    }

    /// A call to an endpoint.
    record Call(Action action, Target target) {}

    /// Route and request are readable.
    ///
    /// @param direct the call, where the path names an endpoint
    record Asked(Received before, Route route, Optional<Direct> direct) implements Stage {
        /// A call to an endpoint by its own name, with the facts that conditions of the policy look at.
        record Direct(Call call, Facts facts) {}

        @Override
        public Optional<Call> call() {
            return direct.map(Direct::call);
        }
    }

    /// The policy in force has been read.
    record Informed(Asked before, Policy policy) implements Stage {
        /// A store that answers nothing fails here, where the record can still be made without a policy.
        public Informed {
            Objects.requireNonNull(policy);
        }

        @Override
        public Optional<Informed> informed() {
            return Optional.of(this);
        }
    }

    /// The credential was refused: the line ends here.
    record Unidentified(Informed before, Optional<Evidence> evidence) implements Stage {
        @Override
        public Optional<Evidence> refusedCredential() {
            return evidence;
        }
    }

    /// The caller has proved who it is.
    record Known(Informed before, Principal principal) implements Stage {
        Policy policy() {
            return before.policy();
        }

        @Override
        public Optional<Known> known() {
            return Optional.of(this);
        }
    }

    /// Policy permits the call.
    ///
    /// @param request as the model shall get it
    /// @param asks whether the gateway asks for the usage besides
    /// @param span of the call to the model
    /// @param passesErrors whether the caller may read the container's own words when it fails
    record Permitted(
            Known before, Decision.Permit permit, Request request, AskedUsage asks, String span, boolean passesErrors)
            implements Stage {
        static Permitted of(Known known, Decision.Permit permit, Request request, boolean passesErrors) {
            return new Permitted(
                    known,
                    permit,
                    request,
                    AskedUsage.NO,
                    TraceContext.newId(),
                    passesErrors || permit.grant().obligations().passesErrors());
        }

        /// The same call, which may ask for its usage.
        Permitted asking(AskedUsage usage) {
            return new Permitted(before, permit, request, usage, span, passesErrors);
        }

        Principal principal() {
            return before.principal();
        }

        @Override
        public Optional<Call> call() {
            return Optional.of(new Call(permit.action(), permit.target()));
        }

        @Override
        public Optional<Decision.Permit> permitted() {
            return Optional.of(permit);
        }

        @Override
        public Optional<String> modelSpan() {
            return Optional.of(span);
        }
    }

    /// Every limit has room for the call, and the room is taken.
    ///
    /// @param headers of the call to the model
    record Reserved(Provided before, Reservation reservation, Headers headers) implements Stage {
        Permitted permission() {
            return before.before();
        }

        @Override
        public Optional<Reservation> reserved() {
            return Optional.of(reservation);
        }
    }

    /// The grant's guard lets the body through.
    record Guarded(Reserved before, Invocation invocation) implements Stage {}

    /// The record says that the model is about to be called. From here on the call counts as having used what it asked
    /// for, until more is known.
    record Attempted(Guarded before) implements Stage {
        @Override
        public boolean isLet() {
            return true;
        }

        @Override
        public Usage usage() {
            return before.before().reservation().assumed();
        }
    }

    /// The model or SageMaker has answered, or has begun to.
    ///
    record Invoked(Attempted before, ModelResult result, Optional<String> variant, Metering metering) implements Stage {
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
}
