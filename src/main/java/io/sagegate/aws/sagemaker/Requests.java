package io.sagegate.aws.sagemaker;

import io.sagegate.http.Headers;
import io.sagegate.inference.Invocation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamRequest;

/// The three operations' requests: the permitted target, and of the header fields those the operation has.
final class Requests {
    private static final String PREFIX = "x-amzn-sagemaker-";

    private Requests() {}

    static InvokeEndpointRequest buffered(Invocation.Buffered invocation, Optional<AwsSessionCredentials> as) {
        var target = invocation.permit().target();
        var headers = invocation.headers();
        return InvokeEndpointRequest.builder()
                .endpointName(target.endpoint())
                .targetVariant(target.variant().orElse(null))
                .inferenceComponentName(target.component().orElse(null))
                .targetModel(target.model().orElse(null))
                .targetContainerHostname(target.container().orElse(null))
                .contentType(headers.first("content-type").orElse(null))
                .accept(headers.first("accept").orElse(null))
                .customAttributes(own(headers, "custom-attributes"))
                .inferenceId(own(headers, "inference-id"))
                .enableExplanations(own(headers, "enable-explanations"))
                .sessionId(own(headers, "session-id"))
                .prefixAwareId(own(headers, "prefix-aware-id"))
                .body(SdkBytes.fromByteArrayUnsafe(invocation.body().bytes()))
                .overrideConfiguration(config -> {
                    // One timer is enough: there is only one attempt.
                    config.apiCallTimeout(invocation.timeout());
                    sign(config, as);
                })
                .build();
    }

    /// No time limit here: who reads the stream watches the time.
    static InvokeEndpointWithResponseStreamRequest streamed(
            Invocation.Streamed invocation, Optional<AwsSessionCredentials> as) {
        var target = invocation.permit().target();
        var headers = invocation.headers();
        return InvokeEndpointWithResponseStreamRequest.builder()
                .endpointName(target.endpoint())
                .targetVariant(target.variant().orElse(null))
                .inferenceComponentName(target.component().orElse(null))
                .targetContainerHostname(target.container().orElse(null))
                .contentType(headers.first("content-type").orElse(null))
                .accept(headers.first("accept").orElse(null))
                .customAttributes(own(headers, "custom-attributes"))
                .inferenceId(own(headers, "inference-id"))
                .sessionId(own(headers, "session-id"))
                .prefixAwareId(own(headers, "prefix-aware-id"))
                .body(SdkBytes.fromByteArrayUnsafe(invocation.body().bytes()))
                .overrideConfiguration(config -> sign(config, as))
                .build();
    }

    /// With the body's place in S3, or else the body itself.
    static InvokeEndpointAsyncRequest queued(Invocation.Queued invocation, Optional<AwsSessionCredentials> as) {
        var target = invocation.permit().target();
        var headers = invocation.headers();
        var request = InvokeEndpointAsyncRequest.builder()
                .endpointName(target.endpoint())
                .contentType(headers.first("content-type").orElse(null))
                .accept(headers.first("accept").orElse(null))
                .customAttributes(own(headers, "custom-attributes"))
                .inferenceId(own(headers, "inference-id"))
                .inputLocation(own(headers, "inputlocation"))
                .filename(own(headers, "filename"))
                .requestTTLSeconds(number(headers, "requestttlseconds"))
                .invocationTimeoutSeconds(number(headers, "invocationtimeoutseconds"))
                .overrideConfiguration(config -> {
                    // One timer is enough: there is only one attempt.
                    config.apiCallTimeout(invocation.timeout());
                    sign(config, as);
                });
        if (invocation.body().bytes().length > 0) {
            request.body(SdkBytes.fromByteArrayUnsafe(invocation.body().bytes()));
        }
        return request.build();
    }

    /// With the session of the grant's role where it names one, else with the function's own role.
    private static void sign(AwsRequestOverrideConfiguration.Builder config, Optional<AwsSessionCredentials> as) {
        as.ifPresent(credentials -> config.credentialsProvider(StaticCredentialsProvider.create(credentials)));
    }

    private static @Nullable String own(Headers headers, String name) {
        return headers.first(PREFIX + name).orElse(null);
    }

    private static @Nullable Integer number(Headers headers, String name) {
        return headers.first(PREFIX + name).map(Integer::valueOf).orElse(null);
    }
}
