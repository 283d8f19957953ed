package io.sagegate.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/// Calls the endpoint with the SDK and answers what it answered, with no gateway around it: what any function that
/// calls SageMaker costs.
public final class BareCallHandler implements RequestStreamHandler {
    private final SageMakerRuntimeClient client = SageMakerRuntimeClient.builder()
            .endpointOverride(URI.create(variable("SAGEMAKER_ENDPOINT")))
            .region(Region.of(variable("AWS_REGION")))
            .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
            .httpClient(AwsCrtHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(2))
                    .build())
            .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        input.readAllBytes();
        var answer = client.invokeEndpoint(call -> call.endpointName("tumor-xgb")
                .contentType("text/csv")
                .accept("application/json")
                .body(SdkBytes.fromString(variable(BenchFunction.ROW), StandardCharsets.UTF_8)));
        output.write("{\"statusCode\":200,\"headers\":{},\"isBase64Encoded\":false,\"body\":\""
                .getBytes(StandardCharsets.UTF_8));
        output.write(answer.body().asUtf8String().replace("\"", "\\\"").strip().getBytes(StandardCharsets.UTF_8));
        output.write("\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static String variable(String name) {
        @Nullable String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set");
        }
        return value;
    }
}
