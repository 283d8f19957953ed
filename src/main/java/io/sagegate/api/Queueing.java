package io.sagegate.api;

import io.sagegate.api.CallHeaders.InvalidHeaderException;
import io.sagegate.api.framing.EventStreamFrame;
import io.sagegate.http.Headers;
import io.sagegate.inference.QueueResult;
import io.sagegate.policy.Decision;
import io.sagegate.reason.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Rules of asynchronous calls. Their input comes in the body or lies in S3, and the answer gives the location of the
/// result.
///
/// Source: SageMaker Runtime API reference, `InvokeEndpointAsync`.
public final class Queueing {
    /// The largest body of an asynchronous call, in bytes.
    public static final int LARGEST_INLINE = 128_000;

    private Queueing() {}

    /// Where the input lies in S3; empty where it came along.
    public static Optional<String> location(Request request) throws InvalidHeaderException {
        return CallHeaders.inputLocation(request.headers());
    }

    /// Why the input cannot be taken, wherever it lies.
    public static Optional<Problem> refusal(Request request) throws InvalidHeaderException {
        var inline = request.body().length;
        if (location(request).isPresent() == (inline > 0)) {
            return Optional.of(Problem.of(
                    Reason.MALFORMED_BODY,
                    "Send either a body or X-Amzn-SageMaker-InputLocation with an object in S3."));
        }
        return inline > LARGEST_INLINE
                ? Optional.of(Problem.of(
                        Reason.BODY_TOO_LARGE,
                        "An asynchronous call takes at most " + LARGEST_INLINE
                                + " bytes in its body; put more into S3."))
                : Optional.empty();
    }

    /// Why an input cannot be taken that lies where nobody here can look at it.
    public static Optional<Problem> unseen(Decision.Permit permit, String location) {
        return S3Input.isGranted(location, permit.grant().s3Inputs())
                ? uncountable(permit)
                : Optional.of(Problem.of(Reason.INPUT_NOT_GRANTED));
    }

    /// The gateway does not see input in S3, so limits that go by size cannot count it.
    private static Optional<Problem> uncountable(Decision.Permit permit) {
        return permit.limits().stream()
                .filter(limit -> limit.isEnforced() && limit.quota().goesBySize())
                .findFirst()
                .map(limit -> Problem.of(
                        Reason.INPUT_NOT_GRANTED,
                        "Input in S3 cannot be counted against the limit \"" + limit.text()
                                + "\"; send it in the body, or upload it through the gateway."));
    }

    /// As SageMaker answers, so that its SDKs understand it.
    ///
    /// @param id by which the result can be asked for, at an address under `path`; empty where the gateway cannot
    ///     fetch it
    /// @param hidden whether a filter is in force, so that nobody may go to the result itself
    public static Response accepted(QueueResult.Queued queued, Optional<String> id, String path, boolean hidden) {
        var output = hidden ? Optional.<String>empty() : queued.outputLocation();
        var failure = hidden ? Optional.<String>empty() : queued.failureLocation();
        Map<String, String> members = new LinkedHashMap<>();
        members.put("InferenceId", id.orElse(queued.inferenceId()));
        output.ifPresent(place -> members.put("OutputLocation", place));
        failure.ifPresent(place -> members.put("FailureLocation", place));
        var headers = new Headers.Builder()
                .add("content-type", "application/json")
                .addIfPresent("location", id.map(known -> path + known))
                .addIfPresent("retry-after", id.map(_ -> "1"))
                .addIfPresent("x-amzn-sagemaker-outputlocation", output)
                .addIfPresent("x-amzn-sagemaker-failurelocation", failure)
                .build();
        return new Response(202, headers, EventStreamFrame.json(members));
    }
}
