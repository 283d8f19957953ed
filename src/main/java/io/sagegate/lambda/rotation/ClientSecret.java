package io.sagegate.lambda.rotation;

import io.sagegate.identity.ApiKey;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// The secret from which a client reads its key: `{"client":"…","key":"sg_…"}`.
final class ClientSecret {
    static final String CURRENT = "AWSCURRENT";
    static final String PENDING = "AWSPENDING";
    static final String PREVIOUS = "AWSPREVIOUS";

    private final SecretsManagerClient secrets;
    private final String id;

    ClientSecret(SecretsManagerClient secrets, String id) {
        this.secrets = secrets;
        this.id = id;
    }

    DescribeSecretResponse describe() {
        return secrets.describeSecret(describe -> describe.secretId(id));
    }

    /// Returns the key of a version under a label, if it has one.
    Optional<ApiKey> key(@Nullable String version, String stage) {
        try {
            var value = secrets.getSecretValue(
                    get -> get.secretId(id).versionId(version).versionStage(stage));
            return Optional.ofNullable(value.secretString()).flatMap(ClientSecret::keyIn);
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    /// Puts a new key under the rotation's own version. If another run of the same step was faster, its key is used.
    void offer(String version, String client, ApiKey key) {
        try {
            secrets.putSecretValue(put -> put.secretId(id)
                    .clientRequestToken(version)
                    .secretString("{\"client\":\"" + client + "\",\"key\":\"" + key.reveal() + "\"}")
                    .versionStages(PENDING));
        } catch (ResourceExistsException e) {
            // The caller reads the key back.
        }
    }

    void makeCurrent(String version, Optional<String> before) {
        secrets.updateSecretVersionStage(update -> update.secretId(id)
                .versionStage(CURRENT)
                .moveToVersionId(version)
                .removeFromVersionId(before.orElse(null)));
    }

    private static Optional<ApiKey> keyIn(String secret) {
        try {
            var members = Json.readObject(secret.getBytes(StandardCharsets.UTF_8), JsonLimits.IDENTITY);
            return members.get("key") instanceof String key ? ApiKey.parse(key) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
