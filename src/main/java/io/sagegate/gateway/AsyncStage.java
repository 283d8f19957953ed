package io.sagegate.gateway;

import io.sagegate.async.Input;
import io.sagegate.async.Ticket;
import io.sagegate.async.Upload;
import io.sagegate.audit.AuditEvent.AsyncStep;
import io.sagegate.gateway.CallStage.Invoked;
import io.sagegate.gateway.Settling.Settled;
import io.sagegate.gateway.Stage.Known;
import io.sagegate.gateway.Stage.Permitted;
import io.sagegate.gateway.Stage.Reserved;
import io.sagegate.gateway.stream.FilterJudge;
import io.sagegate.gateway.stream.ResultStream;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Shadowed;
import java.util.List;
import java.util.Optional;

/// The stages of calls that go on after their answer: the input, the ticket, and the way to the result.
sealed interface AsyncStage extends Stage {
    /// It is known where the input is, and whether anybody here can read it.
    record Provided(Permitted before, Input input) implements AsyncStage {}

    /// A place was made for an input.
    record Offered(Reserved before, Upload upload) implements AsyncStage {
        @Override
        public boolean isLet() {
            return true;
        }

        @Override
        public Optional<AsyncStep> async() {
            return Optional.of(new AsyncStep(AsyncStep.Kind.UPLOAD, upload.id(), Optional.empty(), Optional.empty()));
        }
    }

    /// The call is in the queue, its estimate is charged, and its ticket is made.
    record Ticketed(Invoked before, Ticket ticket, Settled settled) implements AsyncStage {
        @Override
        public Optional<AsyncStep> async() {
            var upload = before.before().before().before().before().input().upload();
            return Optional.of(
                    new AsyncStep(AsyncStep.Kind.CALL, ticket.id(), Optional.empty(), upload.map(Upload::id)));
        }

        /// On record once the result tells.
        @Override
        public Usage usage() {
            return Usage.NONE;
        }
    }

    /// The caller's own ticket.
    record Found(Known before, Ticket ticket) implements AsyncStage {
        @Override
        public Optional<AsyncStep> async() {
            return Optional.of(
                    new AsyncStep(AsyncStep.Kind.RESULT, ticket.id(), Optional.of(ticket.request()), Optional.empty()));
        }
    }

    /// The grant of now still permits the call.
    ///
    /// @param all the decision over all of the caller's roles, which has the denies in shadow of each
    record Allowed(Found before, Decision.Permit permit, Decision all, String span) implements AsyncStage {
        Ticket ticket() {
            return before.ticket();
        }

        @Override
        public Optional<Call> call() {
            return Optional.of(new Call(Action.INVOKE_ASYNC, permit.target()));
        }

        @Override
        public Optional<Decision.Permit> permitted() {
            return Optional.of(permit);
        }

        @Override
        public Optional<Decision> decided() {
            return Optional.of(all);
        }

        @Override
        public List<Shadowed> shadowed() {
            return all instanceof Decision.Permit allowed ? allowed.shadowed() : List.of();
        }

        @Override
        public Optional<String> modelSpan() {
            return Optional.of(span);
        }
    }

    /// The limits of now let the caller ask.
    record Admitted(Allowed before, Reservation reservation) implements AsyncStage {
        Ticket ticket() {
            return before.ticket();
        }

        Decision.Permit permit() {
            return before.permit();
        }

        @Override
        public Optional<Reservation> reserved() {
            return Optional.of(reservation);
        }

        @Override
        public List<Shadowed> shadowed() {
            return Stage.joined(before.shadowed(), reservation.shadowed());
        }

        @Override
        public boolean isLet() {
            return true;
        }
    }

    /// The result is on its way.
    ///
    /// @param judge a filter in shadow that sees it leave
    record Fetched(Admitted before, ResultStream result, Optional<FilterJudge> judge) implements AsyncStage {
        @Override
        public List<Shadowed> shadowed() {
            return Stage.joined(
                    before.shadowed(), judge.map(FilterJudge::shadowed).orElse(List.of()));
        }

        @Override
        public Usage usage() {
            return result.usage();
        }
    }
}
