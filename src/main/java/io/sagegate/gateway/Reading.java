package io.sagegate.gateway;

import io.sagegate.api.CallHeaders;
import io.sagegate.api.CallHeaders.InvalidHeaderException;
import io.sagegate.api.Cors;
import io.sagegate.api.Problem;
import io.sagegate.api.Request;
import io.sagegate.api.Route;
import io.sagegate.gateway.Stage.Asked;
import io.sagegate.reason.Reason;
import java.util.Optional;

/// Reads the route and the target of a request.
///
/// @param maxBytes the largest body of a call, in bytes
/// @param cors the pages that may call
record Reading(int maxBytes, Cors cors) {
    /// Reads route, target and facts. For a call by a model's name, the body is read later, once the caller is known.
    Step<Asked> read(Received received) throws InvalidHeaderException {
        var request = received.request();
        if (request.defect().isPresent()) {
            return Step.stop(received, request.defect().get());
        }
        var route = cors.isPreflight(request) ? new Route.Preflight() : Route.of(request.method(), request.path());
        return switch (route) {
            case Route.Refused refused -> Step.stop(received, Refusal.of(problem(refused)));
            case Route.Invoke invoke -> {
                var unreadable = unreadable(request);
                yield unreadable.isPresent()
                        ? Step.stop(received, Refusal.of(unreadable.get()))
                        : Step.go(new Asked(received, route, Optional.of(direct(request, invoke))));
            }
            case Route.OpenAiCall _ -> {
                var unreadable = unreadable(request);
                yield unreadable.isPresent()
                        ? Step.stop(received, Refusal.of(unreadable.get()))
                        : Step.go(new Asked(received, route, Optional.empty()));
            }
            case Route.Health _,
                    Route.Description _,
                    Route.Preflight _,
                    Route.WhoAmI _,
                    Route.Explain _,
                    Route.Models _,
                    Route.Result _,
                    Route.Upload _ -> Step.go(new Asked(received, route, Optional.empty()));
        };
    }

    private static Asked.Direct direct(Request request, Route.Invoke invoke) throws InvalidHeaderException {
        var target = CallHeaders.target(invoke.endpoint(), request.headers());
        var type = CallHeaders.contentType(invoke.action(), request.headers());
        return new Asked.Direct(new Stage.Call(invoke.action(), target), request.facts(invoke.action(), type));
    }

    private Optional<Problem> unreadable(Request request) {
        if (request.body().length > maxBytes) {
            return Optional.of(
                    Problem.of(Reason.BODY_TOO_LARGE, "At most " + maxBytes + " bytes are accepted in one request."));
        }
        return request.headers().has("content-encoding")
                ? Optional.of(Problem.of(Reason.UNSUPPORTED_MEDIA_TYPE, "Send the body without Content-Encoding."))
                : Optional.empty();
    }

    private static Problem problem(Route.Refused refused) {
        var problem = refused.detail()
                .map(detail -> Problem.of(refused.reason(), detail))
                .orElseGet(() -> Problem.of(refused.reason()));
        return refused.allow().isEmpty() ? problem : problem.with("allow", String.join(", ", refused.allow()));
    }
}
