package io.sagegate.gateway;

import io.sagegate.api.Answers;
import io.sagegate.api.Cors;
import io.sagegate.api.OpenAi;
import io.sagegate.api.RateLimits;
import io.sagegate.api.Response;
import io.sagegate.api.Route;
import io.sagegate.api.ShadowField;
import io.sagegate.api.StreamedAnswer;
import io.sagegate.gateway.Settling.Settled;
import io.sagegate.gateway.Stage.Asked;
import io.sagegate.http.Headers;
import io.sagegate.reason.Reason;

/// Puts an outcome into the form that its caller reads.
///
/// @param cors the pages that may read the answer
record Answering(Cors cors) {
    /// Answers a request about the gateway itself, such as its health. Such a request needs no credential.
    Outcome own(Asked asked) {
        var response = switch (asked.route()) {
            case Route.Health _ -> Answers.health();
            case Route.Description _ -> Answers.description();
            default -> cors.preflight(asked.received().request());
        };
        return new Outcome.Answered(asked, Reason.ANSWERED, response);
    }

    /// Returns a whole response that also states where the call's limits stand after settlement.
    Response whole(Settled settled, Outcome outcome) {
        var received = settled.last().received();
        return RateLimits.told(received.request(), response(outcome), settled.standing())
                .with(ShadowField.of(settled.last().shadowed()))
                .with(everyAnswer(received));
    }

    /// Returns the response to a request that ended without a call, or whose answer may not leave.
    Response plain(Outcome outcome) {
        return response(outcome).with(everyAnswer(outcome.last().received()));
    }

    /// Returns a streamed answer. Its head already states where the limits stood before the call. It tells nothing of
    /// a filter in shadow, which has not seen the answer by then.
    StreamedAnswer streamed(Stage last, StreamedAnswer answer) {
        return answer.with(ShadowField.of(last.shadowed())).with(everyAnswer(last.received()));
    }

    /// Header fields that every answer carries. They hold the ids for the log and for traces, and the CORS fields
    /// that a browser needs.
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
