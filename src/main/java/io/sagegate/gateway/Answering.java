package io.sagegate.gateway;

import io.sagegate.api.Answers;
import io.sagegate.api.Cors;
import io.sagegate.api.OpenAi;
import io.sagegate.api.RateLimits;
import io.sagegate.api.Response;
import io.sagegate.api.Route;
import io.sagegate.api.StreamedAnswer;
import io.sagegate.gateway.Stage.Asked;
import io.sagegate.http.Headers;
import io.sagegate.reason.Reason;

/// Puts an outcome into the form that its caller reads.
///
/// @param cors which pages may read it
record Answering(Cors cors) {
    /// The gateway's answer about itself, which needs no credential.
    Outcome own(Asked asked) {
        var response = switch (asked.route()) {
            case Route.Health _ -> Answers.health();
            case Route.Description _ -> Answers.description();
            default -> cors.preflight(asked.received().request());
        };
        return new Outcome.Answered(asked, Reason.ANSWERED, response);
    }

    /// A whole response, with where the call's limits stand since.
    Response whole(Settled settled, Outcome outcome) {
        var received = settled.last().received();
        return RateLimits.told(received.request(), response(outcome), settled.standing())
                .with(everyAnswer(received));
    }

    /// The response to a request that ended without a call, or whose answer cannot leave.
    Response plain(Outcome outcome) {
        return response(outcome).with(everyAnswer(outcome.last().received()));
    }

    /// A streamed answer; it says already where its limits stood before the call.
    StreamedAnswer streamed(Received received, StreamedAnswer answer) {
        return answer.with(everyAnswer(received));
    }

    /// Header fields that every answer carries: what finds it in the log and in traces, and what a browser asks for.
    private Headers everyAnswer(Received received) {
        var request = received.request();
        return Answers.fields(received.trace(), request.id()).with(cors.fields(request));
    }

    private static Response response(Outcome outcome) {
        var request = outcome.last().received().request();
        return switch (outcome) {
            case Outcome.Answered(var _, var _, var response) -> response;
            case Outcome.Refused(var _, var refusal) ->
                OpenAi.isPath(request.path())
                        ? OpenAi.error(refusal.problem(), request.id())
                        : refusal.problem().response(request.id());
            case Outcome.Streaming _ -> throw new IllegalStateException("a streamed answer was to be delivered");
        };
    }
}
