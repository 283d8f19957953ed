package io.sagegate.api;

import io.sagegate.api.CallHeaders.InvalidHeaderException;
import io.sagegate.http.Headers;
import io.sagegate.inference.QueueResult;
import io.sagegate.policy.Decision;
import io.sagegate.reason.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is particular to asynchronous calls: their input, inline or in S3, and the answer that says where the
/// result will be.
///
/// Source: SageMaker Runtime API reference, `InvokeEndpointAsync`.
public final class Queueing {
    private static final int LARGEST_INLINE = 128_000;

    private Queueing() {}

    /// Why the input cannot be taken, if it cannot.
    public static Optional<Problem> refusal(Decision.Permit permit, Request request) throws InvalidHeaderException {
        var location = CallHeaders.inputLocation(request.headers());
        var inline = request.body().length;
        if (location.isPresent() == (inline > 0)) {
            return Optional.of(Problem.of(
                    Reason.MALFORMED_BODY,
                    "Send either a body or X-Amzn-SageMaker-InputLocation with an object in S3."));
        }
        if (inline > LARGEST_INLINE) {
            return Optional.of(Problem.of(
                    Reason.BODY_TOO_LARGE,
                    "An asynchronous call takes at most " + LARGEST_INLINE + " bytes in its body; put more into S3."));
        }
        return location.flatMap(place -> S3Input.isGranted(place, permit.grant().s3Inputs())
                ? uncountable(permit)
                : Optional.of(Problem.of(Reason.INPUT_NOT_GRANTED)));
    }

    /// What lies in S3 is not seen here, so it cannot be counted against limits that go by its size.
    private static Optional<Problem> uncountable(Decision.Permit permit) {
        return permit.limits().stream()
                .filter(limit -> limit.quota().goesBySize())
                .findFirst()
                .map(limit -> Problem.of(
                        Reason.INPUT_NOT_GRANTED,
                        "Input in S3 cannot be counted against the limit \"" + limit.text()
                                + "\"; send it in the body."));
    }

    /// As SageMaker answers, so that its SDKs understand it.
    public static Response accepted(QueueResult.Queued queued) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("InferenceId", queued.inferenceId());
        queued.outputLocation().ifPresent(place -> members.put("OutputLocation", place));
        queued.failureLocation().ifPresent(place -> members.put("FailureLocation", place));
        var headers = new Headers.Builder()
                .add("content-type", "application/json")
                .addIfPresent("x-amzn-sagemaker-outputlocation", queued.outputLocation())
                .addIfPresent("x-amzn-sagemaker-failurelocation", queued.failureLocation())
                .build();
        return new Response(202, headers, EventStreamFrame.json(members));
    }
}
