package io.sagegate.lambda;

import io.sagegate.aws.sagemaker.SageMakerInferenceClient;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sts.StsClient;

/// The SDK clients, built once: region, credentials, endpoint and time-outs set explicitly, which also keeps
/// the SDK from looking for them at cold start.
final class AwsClients implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration TABLE_CALL = Duration.ofSeconds(2);
    private static final Duration TABLE_ATTEMPT = Duration.ofMillis(700);
    private static final Duration ROLE_CALL = Duration.ofSeconds(4);
    private static final Duration ROLE_ATTEMPT = Duration.ofMillis(1_500);
    private static final Duration LONGEST_MODEL_CALL = Duration.ofSeconds(70);

    /// Bytes of one stream that may wait for a slow reader.
    private static final long STREAM_WINDOW = 256 * 1024;

    private final Settings settings;
    private final RoleCredentials credentials = new RoleCredentials();
    private final SdkHttpClient http = AwsCrtHttpClient.builder()
            .connectionTimeout(CONNECT)
            .maxConcurrency(128)
            .build();

    AwsClients(Settings settings) {
        this.settings = settings;
    }

    /// In a copy of a snapshot.
    void forgetCredentials() {
        credentials.forget();
    }

    @Override
    public void close() {
        http.close();
    }

    SdkHttpClient http() {
        return http;
    }

    /// Reads are retried within two seconds in all; a table that hangs fails closed.
    DynamoDbClient dynamoDb() {
        return configured(DynamoDbClient.builder(), settings.dynamoDbEndpoint())
                .httpClient(http)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(TABLE_CALL)
                        .apiCallAttemptTimeout(TABLE_ATTEMPT)
                        .build())
                .build();
    }

    /// Never retries: a model call that timed out may still be running.
    SageMakerRuntimeClient sageMaker() {
        return configured(SageMakerRuntimeClient.builder(), settings.sageMakerEndpoint())
                .httpClient(http)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(LONGEST_MODEL_CALL)
                        .build())
                .build();
    }

    /// Never retries: a stream that is tried again delivers its beginning twice. No time limit of the SDK's own,
    /// since a stream lasts as long as its reader lets it.
    SageMakerRuntimeAsyncClient sageMakerStreaming() {
        return configured(SageMakerRuntimeAsyncClient.builder(), settings.sageMakerEndpoint())
                .httpClientBuilder(AwsCrtAsyncHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .maxConcurrency(128)
                        .readBufferSizeInBytes(STREAM_WINDOW))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(SageMakerInferenceClient.streamGuard())
                        .build())
                .build();
    }

    /// Regional; asked only for grants that name a role.
    StsClient sts() {
        return configured(StsClient.builder(), settings.stsEndpoint())
                .httpClient(http)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(ROLE_CALL)
                        .apiCallAttemptTimeout(ROLE_ATTEMPT)
                        .build())
                .build();
    }

    private <B extends AwsClientBuilder<B, C>, C> B configured(B builder, Optional<URI> endpoint) {
        builder.region(Region.of(settings.region())).credentialsProvider(credentials);
        endpoint.ifPresent(builder::endpointOverride);
        return builder;
    }
}
