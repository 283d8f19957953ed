package io.sagegate.gateway;

import io.sagegate.api.AskedUsage;
import io.sagegate.api.Request;
import io.sagegate.api.Route;
import io.sagegate.audit.AuditEvent.AsyncStep;
import io.sagegate.gateway.AsyncStage.Provided;
import io.sagegate.http.Headers;
import io.sagegate.identity.Evidence;
import io.sagegate.identity.Principal;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Facts;
import io.sagegate.policy.ModelAccess;
import io.sagegate.policy.Policy;
import io.sagegate.policy.PolicyUnavailableException;
import io.sagegate.policy.Shadowed;
import io.sagegate.policy.Target;
import io.sagegate.trace.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A stage of a request, which holds the stage before it. Each step takes exactly one kind of stage, so a forgotten
/// step does not compile. The record is built from the last stage.
sealed interface Stage
        permits Received,
                Stage.Asked,
                Stage.Informed,
                Stage.Unidentified,
                Stage.Known,
                Stage.Permitted,
                Stage.Reserved,
                CallStage,
                AsyncStage {
    /// The stage before; the first stage is its own.
    Stage before();

    default Received received() {
        return before().received();
    }

    /// The requested call, once it is known.
    default Optional<Call> call() {
        return before().call();
    }

    default Optional<Informed> informed() {
        return before().informed();
    }

    default Optional<Known> known() {
        return before().known();
    }

    /// Facts about a credential that was refused. The line ends there, so no later stage has any.
    default Optional<Evidence> refusedCredential() {
        return Optional.empty();
    }

    /// The policy's decision about the call, once there is one.
    default Optional<Decision> decided() {
        return before().decided();
    }

    /// The rules in shadow that would have stopped the call so far, or changed its answer.
    default List<Shadowed> shadowed() {
        return before().shadowed();
    }

    /// The permit of the call, once there is one.
    default Optional<Decision.Permit> permitted() {
        return before().permitted();
    }

    /// The span of the call to the model.
    default Optional<String> modelSpan() {
        return before().modelSpan();
    }

    /// The reservation for the call.
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

    /// The tokens that the call has used, as far as they are known.
    default Usage usage() {
        return before().usage();
    }

    /// A call to an endpoint.
    record Call(Action action, Target target) {}

    /// Asked: the route and the request are readable.
    ///
    /// @param direct the call, if the path names an endpoint
    record Asked(Received before, Route route, Optional<Direct> direct) implements Stage {
        /// A call to an endpoint by its own name, with the facts that the policy's conditions check.
        record Direct(Call call, Facts facts) {}

        @Override
        public Optional<Call> call() {
            return direct.map(Direct::call);
        }
    }

    /// Informed: the policy in force has been read.
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

    /// Unidentified: the credential was refused, and the line ends here.
    record Unidentified(Informed before, Optional<Evidence> evidence) implements Stage {
        @Override
        public Optional<Evidence> refusedCredential() {
            return evidence;
        }
    }

    /// Known: the caller has proved its identity.
    record Known(Informed before, Principal principal) implements Stage {
        Policy policy() {
            return before.policy();
        }

        /// The models that the caller may use by name at an instant, by what its request shows.
        ModelAccess access(Instant now) throws PolicyUnavailableException {
            return ModelAccess.of(policy(), principal, received().request().facts(), now);
        }

        @Override
        public Optional<Known> known() {
            return Optional.of(this);
        }
    }

    /// Permitted: the policy permits the call.
    ///
    /// @param request as it is sent to the model
    /// @param asks whether the gateway itself asks the model to state its usage
    /// @param span the id of the span of the call to the model
    /// @param passesErrors whether the caller may read the container's own error messages
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

        /// The same call, with the given way to ask for its usage.
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
        public Optional<Decision> decided() {
            return Optional.of(permit);
        }

        @Override
        public List<Shadowed> shadowed() {
            return permit.shadowed();
        }

        @Override
        public Optional<String> modelSpan() {
            return Optional.of(span);
        }
    }

    /// Reserved: every limit has enough left for the call, and the call's amounts are taken.
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

        @Override
        public List<Shadowed> shadowed() {
            return Stage.joined(before.shadowed(), reservation.shadowed());
        }
    }

    /// One list after the other.
    static List<Shadowed> joined(List<Shadowed> first, List<Shadowed> second) {
        return second.isEmpty()
                ? first
                : Stream.concat(first.stream(), second.stream()).toList();
    }
}
