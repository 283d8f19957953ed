package io.sagegate.aws.sagemaker;

import io.sagegate.aws.call.Answer;
import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.aws.call.Streamed;
import io.sagegate.aws.call.StreamedAnswer;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.sts.AssumedRoles;
import io.sagegate.aws.sts.RoleUnavailableException;
import io.sagegate.http.Headers;
import io.sagegate.inference.InferenceClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.Invocation;
import io.sagegate.inference.QueueResult;
import io.sagegate.inference.StreamResult;
import io.sagegate.policy.Decision;
import io.sagegate.reason.Reason;
import java.util.Optional;

/// Calls SageMaker Runtime once. A call to a model may not be idempotent, and a repeated stream would deliver its
/// beginning twice. Thread-safe.
public final class SageMakerInferenceClient implements InferenceClient {
    /// Largest answer, in bytes: SageMaker sends 25 MB at most.
    private static final int MAX_ANSWER = 25 * 1024 * 1024;

    /// The call fails if its role is unavailable. It never uses the function's own, wider role instead.
    private static final InferenceResult.Failure ROLE_UNAVAILABLE =
            new InferenceResult.Failure(Reason.ROLE_UNAVAILABLE, Optional.empty());

    private final Regions regions;
    private final AssumedRoles roles;

    public SageMakerInferenceClient(Regions regions, AssumedRoles roles) {
        this.regions = regions;
        this.roles = roles;
    }

    @Override
    public InferenceResult invoke(Invocation.Buffered call) {
        try {
            var answer = once(call, Requests.buffered(call));
            return answer.isSuccess()
                    ? new InferenceResult.Answer(answer.body(), headers(answer))
                    : Failures.of(answer);
        } catch (RoleUnavailableException e) {
            return ROLE_UNAVAILABLE;
        } catch (CallException e) {
            return Failures.of(e);
        }
    }

    @Override
    public QueueResult queue(Invocation.Queued call) {
        try {
            var answer = once(call, Requests.queued(call));
            return answer.isSuccess()
                    ? new QueueResult.Queued(
                            answer.member("InferenceId").orElse(""),
                            answer.first("X-Amzn-SageMaker-OutputLocation"),
                            answer.first("X-Amzn-SageMaker-FailureLocation"))
                    : Failures.of(answer);
        } catch (RoleUnavailableException e) {
            return ROLE_UNAVAILABLE;
        } catch (CallException e) {
            return Failures.of(e);
        }
    }

    @Override
    public StreamResult stream(Invocation.Streamed call) {
        var time = TimeLeft.of(call.timeout());
        try {
            var calls = regions.of(call.permit());
            var signer = signer(call.permit(), calls, time);
            return switch (calls.stream(Requests.streamed(call), signer, time)) {
                case Streamed.Begun(var answer) ->
                    new StreamResult.Begun(headers(answer), new StreamedCall(answer, time));
                case Streamed.Refused(var refusal) -> Failures.of(refusal);
            };
        } catch (RoleUnavailableException e) {
            return ROLE_UNAVAILABLE;
        } catch (CallException e) {
            return Failures.of(e);
        }
    }

    private Answer once(Invocation call, Outgoing request) throws RoleUnavailableException, CallException {
        var time = TimeLeft.of(call.timeout());
        var calls = regions.of(call.permit());
        return calls.once(request, signer(call.permit(), calls, time), MAX_ANSWER, time);
    }

    /// The session of the grant's role where it names one, else the function's own role.
    /// The wait for them is a part of the call's time.
    private Credentials signer(Decision.Permit permit, AwsCall calls, TimeLeft time)
            throws RoleUnavailableException, CallException {
        var session = roles.credentials(permit, time);
        return session.isPresent() ? session.get() : calls.own();
    }

    private static Headers headers(Answer answer) {
        return new Headers.Builder()
                .addIfPresent("content-type", answer.first("Content-Type"))
                .addIfPresent("x-amzn-invoked-production-variant", answer.first("x-Amzn-Invoked-Production-Variant"))
                .addIfPresent("x-amzn-sagemaker-custom-attributes", answer.first("X-Amzn-SageMaker-Custom-Attributes"))
                .addIfPresent("x-amzn-sagemaker-new-session-id", answer.first("X-Amzn-SageMaker-New-Session-Id"))
                .addIfPresent("x-amzn-sagemaker-closed-session-id", answer.first("X-Amzn-SageMaker-Closed-Session-Id"))
                .build();
    }

    private static Headers headers(StreamedAnswer answer) {
        return new Headers.Builder()
                .addIfPresent("content-type", answer.first("X-Amzn-SageMaker-Content-Type"))
                .addIfPresent("x-amzn-invoked-production-variant", answer.first("x-Amzn-Invoked-Production-Variant"))
                .addIfPresent("x-amzn-sagemaker-custom-attributes", answer.first("X-Amzn-SageMaker-Custom-Attributes"))
                .build();
    }
}
