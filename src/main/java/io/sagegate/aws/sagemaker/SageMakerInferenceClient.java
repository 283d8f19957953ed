package io.sagegate.aws.sagemaker;

import io.sagegate.aws.sts.AssumedRoles;
import io.sagegate.aws.sts.RoleUnavailableException;
import io.sagegate.http.Headers;
import io.sagegate.inference.InferenceClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.Invocation;
import io.sagegate.inference.QueueResult;
import io.sagegate.inference.StreamResult;
import io.sagegate.reason.Reason;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponse;

/// Calls SageMaker Runtime once, without retries: a model call is not known to be idempotent, and a stream that
/// is tried again delivers its beginning twice. Thread-safe.
public final class SageMakerInferenceClient implements InferenceClient {
    /// Never the function's own, wider role instead.
    private static final InferenceResult.Failure ROLE_UNAVAILABLE =
            new InferenceResult.Failure(Reason.ROLE_UNAVAILABLE, Optional.empty());

    private final SageMakerRuntimeClient client;
    private final AssumedRoles roles;
    private final Supplier<SageMakerRuntimeAsyncClient> streaming;

    /// @param client must not retry
    /// @param streaming must not retry, and needs [#streamGuard()]; asked for when the first stream is
    public SageMakerInferenceClient(
            SageMakerRuntimeClient client, Supplier<SageMakerRuntimeAsyncClient> streaming, AssumedRoles roles) {
        this.roles = roles;
        this.client = client;
        this.streaming = streaming;
    }

    /// Makes the SDK notice streams that end inside a frame.
    public static ExecutionInterceptor streamGuard() {
        return new FrameCheck();
    }

    @Override
    public InferenceResult invoke(Invocation.Buffered call) {
        try {
            return answer(client.invokeEndpoint(Requests.buffered(call, roles.credentials(call.permit()))));
        } catch (RoleUnavailableException e) {
            return ROLE_UNAVAILABLE;
        } catch (SdkException e) {
            return Failures.of(e);
        }
    }

    @Override
    public QueueResult queue(Invocation.Queued call) {
        try {
            var response = client.invokeEndpointAsync(Requests.queued(call, roles.credentials(call.permit())));
            return new QueueResult.Queued(
                    Optional.ofNullable(response.inferenceId()).orElse(""),
                    Optional.ofNullable(response.outputLocation()),
                    Optional.ofNullable(response.failureLocation()));
        } catch (RoleUnavailableException e) {
            return ROLE_UNAVAILABLE;
        } catch (SdkException e) {
            return Failures.of(e);
        }
    }

    @Override
    public StreamResult stream(Invocation.Streamed invocation) {
        var call = new StreamedCall(invocation.timeout().toNanos());
        try {
            call.follow(streaming
                    .get()
                    .invokeEndpointWithResponseStream(
                            Requests.streamed(invocation, roles.credentials(invocation.permit())), call));
            return new StreamResult.Begun(headers(call.head()), call);
        } catch (RoleUnavailableException e) {
            call.close();
            return ROLE_UNAVAILABLE;
        } catch (ExecutionException | SdkException e) {
            call.close();
            return Failures.of(e);
        } catch (TimeoutException e) {
            call.close();
            return new InferenceResult.Failure(Reason.MODEL_TIMEOUT, Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.close();
            return new InferenceResult.Failure(Reason.INTERNAL_ERROR, Optional.empty());
        }
    }

    private static InferenceResult answer(InvokeEndpointResponse response) {
        var headers = new Headers.Builder()
                .addIfPresent("content-type", Optional.ofNullable(response.contentType()))
                .addIfPresent(
                        "x-amzn-invoked-production-variant", Optional.ofNullable(response.invokedProductionVariant()))
                .addIfPresent("x-amzn-sagemaker-custom-attributes", Optional.ofNullable(response.customAttributes()))
                .addIfPresent("x-amzn-sagemaker-new-session-id", Optional.ofNullable(response.newSessionId()))
                .addIfPresent("x-amzn-sagemaker-closed-session-id", Optional.ofNullable(response.closedSessionId()))
                .build();
        return new InferenceResult.Answer(response.body().asByteArrayUnsafe(), headers);
    }

    private static Headers headers(InvokeEndpointWithResponseStreamResponse response) {
        return new Headers.Builder()
                .addIfPresent("content-type", Optional.ofNullable(response.contentType()))
                .addIfPresent(
                        "x-amzn-invoked-production-variant", Optional.ofNullable(response.invokedProductionVariant()))
                .addIfPresent("x-amzn-sagemaker-custom-attributes", Optional.ofNullable(response.customAttributes()))
                .build();
    }
}
