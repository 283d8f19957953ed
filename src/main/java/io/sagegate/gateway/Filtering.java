package io.sagegate.gateway;

import io.sagegate.api.Framing;
import io.sagegate.api.Problem;
import io.sagegate.api.RateLimits;
import io.sagegate.api.Response;
import io.sagegate.api.StreamedAnswer;
import io.sagegate.audit.StageTiming;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.body.ResponseFilter;
import io.sagegate.gateway.CallStage.Invoked;
import io.sagegate.gateway.stream.FilterJudge;
import io.sagegate.gateway.stream.FilteredStream;
import io.sagegate.gateway.stream.Metering;
import io.sagegate.http.Headers;
import io.sagegate.inference.ContainerError;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.ModelStream;
import io.sagegate.inference.QueueResult;
import io.sagegate.inference.StreamResult;
import io.sagegate.policy.Decision;
import io.sagegate.policy.obligation.ResponseRules;
import io.sagegate.reason.Reason;
import java.util.Optional;

/// Applies the grant's response filter to the result of the model and builds the answer.
final class Filtering {
    private final Ticketing ticketing;

    Filtering(Ticketing ticketing) {
        this.ticketing = ticketing;
    }

    /// The answer that may leave, or the refusal to show it.
    Outcome filter(Invoked invoked) {
        try {
            return switch (invoked.result()) {
                case InferenceResult.Answer answer -> whole(invoked, answer);
                case StreamResult.Begun begun -> stream(invoked, begun);
                case QueueResult.Queued queued -> ticketing.accept(invoked, queued);
                case InferenceResult.Failure failure ->
                    new Outcome.Refused(
                            invoked,
                            Refusal.of(problem(
                                    failure,
                                    invoked.permit(),
                                    invoked.permission().passesErrors())));
            };
        } catch (FilterException e) {
            return new Outcome.Refused(invoked, Refusal.of(unfilterable(e)));
        }
    }

    @SuppressWarnings("ReferenceEquality") // any other rules that ask for nothing go the longer way to the same
    private static Outcome whole(Invoked invoked, InferenceResult.Answer answer) throws FilterException {
        var rules = rules(invoked.permit());
        var body = invoked.received()
                .time(
                        StageTiming.Stage.FILTER,
                        () -> rules == ResponseRules.NONE
                                ? answer.body()
                                : ResponseFilter.whole(rules, contentType(answer.headers()), answer.body()));
        var judge = FilterJudge.whole(invoked.permit(), contentType(answer.headers()), body);
        return new Outcome.Answered(
                judged(invoked, judge), Reason.GRANTED, new Response(200, headers(rules, answer.headers()), body));
    }

    /// The head of a stream states where the limits stand before the call. It is sent before they are settled.
    private static Outcome stream(Invoked invoked, StreamResult.Begun begun) throws FilterException {
        var judge = FilterJudge.stream(invoked.permit(), contentType(begun.headers()));
        return stream(judged(invoked, judge), invoked.permit(), begun, invoked.metering(), judge);
    }

    private static Stage judged(Invoked invoked, Optional<FilterJudge> judge) {
        return judge.<Stage>map(filter -> new CallStage.Filtered(invoked, filter))
                .orElse(invoked);
    }

    /// The result of an asynchronous call, on its way as a stream.
    static Outcome result(AsyncStage.Fetched fetched, Headers headers) {
        try {
            var begun = new StreamResult.Begun(headers, fetched.result());
            return stream(fetched, fetched.before().permit(), begun, fetched.result(), fetched.judge());
        } catch (FilterException e) {
            return new Outcome.Refused(fetched, Refusal.of(unfilterable(e)));
        }
    }

    private static Problem unfilterable(FilterException e) {
        return Problem.of(Reason.FILTER_FAILED, e.getMessage() + ".");
    }

    private static Outcome stream(
            Stage stage,
            Decision.Permit permit,
            StreamResult.Begun begun,
            Metering metering,
            Optional<FilterJudge> judge)
            throws FilterException {
        var body = begun.body();
        var kept = false;
        try {
            var request = stage.received().request();
            var rules = rules(permit);
            var headers = headers(rules, begun.headers());
            var leaving = filtered(rules, begun);
            var seen = judge.map(filter -> filter.watching(leaving)).orElse(leaving);
            var answer = new StreamedAnswer(headers, seen, Framing.of(request.headers(), headers));
            var standing = stage.reserved().orElseThrow().standing();
            var outcome = new Outcome.Streaming(stage, RateLimits.told(request, answer, standing), metering);
            kept = true;
            return outcome;
        } finally {
            if (!kept) {
                body.close();
            }
        }
    }

    private static ModelStream filtered(ResponseRules rules, StreamResult.Begun begun) throws FilterException {
        return rules.equals(ResponseRules.NONE)
                ? begun.body()
                : new FilteredStream(begun.body(), ResponseFilter.of(rules, contentType(begun.headers())));
    }

    /// Filters header fields too, since a model can write text into them.
    private static Headers headers(ResponseRules rules, Headers headers) {
        var filtered = new Headers.Builder();
        headers.forEach((name, value) -> filtered.add(name, ResponseFilter.text(rules, value)));
        return filtered.build();
    }

    /// A container's own words leave only where the policy says so, and filtered as an answer is.
    static Problem problem(InferenceResult.Failure failure, Decision.Permit permit, boolean passesErrors) {
        var headers = switch (failure.reason()) {
            case ENDPOINT_THROTTLED -> Headers.of("retry-after", "1");
            case ENDPOINT_STARTING ->
                Headers.of("retry-after", Integer.toString(permit.grant().slow().wakeSeconds()));
            case MODEL_NOT_READY -> Headers.of("retry-after", "10");
            default -> Headers.none();
        };
        var words = failure.said()
                .filter(_ -> passesErrors)
                .map(said -> "It says: " + ResponseFilter.text(rules(permit), said.message()));
        return new Problem(
                failure.reason(),
                words,
                failure.originalStatus(),
                failure.said().flatMap(ContainerError::code),
                headers);
    }

    private static ResponseRules rules(Decision.Permit permit) {
        return permit.grant().obligations().response();
    }

    private static String contentType(Headers headers) {
        return headers.first("content-type").orElse("");
    }
}
