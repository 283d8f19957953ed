package io.sagegate.lambda.rotation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SecretsManagerRotationEvent;
import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Service;
import io.sagegate.aws.call.Wire;
import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.policy.DynamoDbKeyRegistry;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.keys.KeyService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The Lambda handler of the rotation function. Secrets Manager calls it once for each step.
public final class RotationHandler implements RequestStreamHandler {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final KeyRotation rotation;

    /// Builds all parts from the environment. Lambda's runtime calls this.
    public RotationHandler() {
        this(composed(RotationSettings.of(System.getenv())));
    }

    RotationHandler(KeyRotation rotation) {
        this.rotation = rotation;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, @Nullable Context context) throws IOException {
        var event = read(input.readNBytes(JsonLimits.IDENTITY.maxBytes() + 1));
        StepMetrics.counting(
                event.getStep(),
                () -> rotation.step(event.getStep(), event.getSecretId(), event.getClientRequestToken()));
    }

    /// Reads the event with our own reader. Lambda's reader needs Joda-Time for such events, which we do not ship.
    static SecretsManagerRotationEvent read(byte[] bytes) {
        try {
            var members = Json.readObject(bytes, JsonLimits.IDENTITY);
            if (members.get("Step") instanceof String step
                    && members.get("SecretId") instanceof String secret
                    && members.get("ClientRequestToken") instanceof String token) {
                return SecretsManagerRotationEvent.builder()
                        .withStep(step)
                        .withSecretId(secret)
                        .withClientRequestToken(token)
                        .build();
            }
        } catch (JsonException e) {
            // The exception below reports it.
        }
        throw new RotationRefusedException("the event is not a rotation step of Secrets Manager");
    }

    static KeyRotation composed(RotationSettings settings) {
        var clock = InstantSource.system();
        var wire = new Wire(CONNECT);
        var region = settings.region();
        var suffix = settings.dnsSuffix();
        var secrets = Service.of("secretsmanager", "secretsmanager", region, suffix, settings.secretsManagerEndpoint());
        var dynamoDb = Service.of("dynamodb", "dynamodb", region, suffix, settings.dynamoDbEndpoint());
        var tables = new DynamoDb(new AwsCall(wire, dynamoDb, RotationHandler::credentials, clock));
        var random = new SecureRandom();
        return new KeyRotation(
                new Secrets(new AwsCall(wire, secrets, RotationHandler::credentials, clock)),
                new KeyService(new DynamoDbKeyRegistry(tables, settings.policyTable()), clock, random),
                clock,
                random,
                settings.secretPrefix(),
                settings.life(),
                settings.overlap());
    }

    private static Credentials credentials() {
        return Credentials.of(System.getenv()).orElseThrow(() -> new IllegalStateException("no credentials of a role"));
    }
}
