package io.sagegate.lambda.rotation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SecretsManagerRotationEvent;
import io.sagegate.aws.dynamodb.DynamoDbKeyRegistry;
import io.sagegate.keys.KeyService;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// Lambda handler of the rotation function: Secrets Manager calls it once for each step.
public final class RotationHandler implements RequestHandler<SecretsManagerRotationEvent, @Nullable Void> {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final KeyRotation rotation;

    /// Called by the runtime: builds everything from the environment.
    public RotationHandler() {
        this(composed(RotationSettings.of(System.getenv())));
    }

    RotationHandler(KeyRotation rotation) {
        this.rotation = rotation;
    }

    @Override
    public @Nullable Void handleRequest(SecretsManagerRotationEvent event, Context context) {
        rotation.step(
                Objects.requireNonNull(event.getStep(), "Step"),
                Objects.requireNonNull(event.getSecretId(), "SecretId"),
                Objects.requireNonNull(event.getClientRequestToken(), "ClientRequestToken"));
        return null;
    }

    private static KeyRotation composed(RotationSettings settings) {
        var http = AwsCrtHttpClient.builder().connectionTimeout(CONNECT).build();
        var tables = configured(DynamoDbClient.builder(), http, settings.region(), settings.dynamoDbEndpoint());
        var secrets =
                configured(SecretsManagerClient.builder(), http, settings.region(), settings.secretsManagerEndpoint());
        var clock = InstantSource.system();
        var random = new SecureRandom();
        return new KeyRotation(
                secrets.build(),
                new KeyService(new DynamoDbKeyRegistry(tables.build(), settings.policyTable()), clock, random),
                clock,
                random,
                settings.secretPrefix(),
                settings.life(),
                settings.overlap());
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            B builder, SdkHttpClient http, String region, Optional<URI> endpoint) {
        builder.region(Region.of(region))
                .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .httpClient(http);
        endpoint.ifPresent(builder::endpointOverride);
        return builder;
    }
}
