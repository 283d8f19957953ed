package io.sagegate.aws.sagemaker;

import io.sagegate.http.Headers;
import io.sagegate.inference.InferenceClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.Invocation;
import io.sagegate.policy.Decision;
import io.sagegate.reason.Reason;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/// Calls SageMaker Runtime's `InvokeEndpoint` once, without retries: a model call is not known to be
/// idempotent. Thread-safe.
public final class SageMakerInferenceClient implements InferenceClient {
    private final SageMakerRuntimeClient client;

    /// @param client must not retry
    public SageMakerInferenceClient(SageMakerRuntimeClient client) {
        this.client = client;
    }

    @Override
    public InferenceResult invoke(Decision.Permit permit, Invocation invocation) {
        try {
            return answer(client.invokeEndpoint(request(permit, invocation)));
        } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException e) {
            return new InferenceResult.Failure(Reason.MODEL_TIMEOUT, Optional.empty());
        } catch (ModelErrorException e) {
            return new InferenceResult.Failure(Reason.MODEL_ERROR, Optional.ofNullable(e.originalStatusCode()));
        } catch (AwsServiceException e) {
            return new InferenceResult.Failure(reason(e), Optional.empty());
        } catch (SdkClientException e) {
            return new InferenceResult.Failure(Reason.UPSTREAM_ERROR, Optional.empty());
        }
    }

    private static InvokeEndpointRequest request(Decision.Permit permit, Invocation invocation) {
        var target = permit.target();
        var headers = invocation.headers();
        return InvokeEndpointRequest.builder()
                .endpointName(target.endpoint())
                .targetVariant(target.variant().orElse(null))
                .inferenceComponentName(target.component().orElse(null))
                .targetModel(target.model().orElse(null))
                .targetContainerHostname(target.container().orElse(null))
                .contentType(headers.first("content-type").orElse(null))
                .accept(headers.first("accept").orElse(null))
                .customAttributes(
                        headers.first("x-amzn-sagemaker-custom-attributes").orElse(null))
                .inferenceId(headers.first("x-amzn-sagemaker-inference-id").orElse(null))
                .enableExplanations(
                        headers.first("x-amzn-sagemaker-enable-explanations").orElse(null))
                .sessionId(headers.first("x-amzn-sagemaker-session-id").orElse(null))
                .body(SdkBytes.fromByteArrayUnsafe(invocation.body()))
                .overrideConfiguration(config ->
                        config.apiCallTimeout(invocation.timeout()).apiCallAttemptTimeout(invocation.timeout()))
                .build();
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

    /// By the error type where AWS names one, else by status: `ThrottlingException` is not in the model.
    private static Reason reason(AwsServiceException e) {
        var code = e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : e.awsErrorDetails().errorCode();
        return switch (code) {
            case "ThrottlingException", "TooManyRequestsException", "Throttling" -> Reason.ENDPOINT_THROTTLED;
            case "ModelNotReadyException" -> Reason.MODEL_NOT_READY;
            case "ServiceUnavailable", "ServiceUnavailableException" -> Reason.ENDPOINT_UNAVAILABLE;
            case "ValidationError", "ValidationErrorException", "ValidationException" -> Reason.REJECTED_BY_SAGEMAKER;
            case "AccessDeniedException", "AccessDenied" -> Reason.GATEWAY_NOT_PERMITTED;
            default ->
                switch (e.statusCode()) {
                    case 429 -> Reason.ENDPOINT_THROTTLED;
                    case 503 -> Reason.ENDPOINT_UNAVAILABLE;
                    case 504 -> Reason.MODEL_TIMEOUT;
                    case 400, 413, 415 -> Reason.REJECTED_BY_SAGEMAKER;
                    case 401, 403 -> Reason.GATEWAY_NOT_PERMITTED;
                    default -> Reason.UPSTREAM_ERROR;
                };
        };
    }
}
