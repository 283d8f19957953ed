package io.sagegate.lambda.rotation;

import io.sagegate.identity.ApiKey;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The secret from which a client reads its key: `{"client":"…","key":"sg_…"}`.
final class ClientSecret {
    static final String CURRENT = "AWSCURRENT";
    static final String PENDING = "AWSPENDING";
    static final String PREVIOUS = "AWSPREVIOUS";

    private static final String NONE = "";
    private static final JsonLimits LIMITS = new JsonLimits(262_144, 16, 64);

    private final Secrets secrets;
    private final String id;

    ClientSecret(Secrets secrets, String id) {
        this.secrets = secrets;
        this.id = id;
    }

    /// A secret, as Secrets Manager describes it.
    ///
    /// @param stages the labels of each version, by the version's id
    record Description(String name, boolean rotates, Map<String, List<String>> stages) {}

    Description describe() {
        var answer = secrets.call("DescribeSecret", NONE, json -> json.writeStringField("SecretId", id));
        return description(answer.body());
    }

    static Description description(byte[] answer) {
        var members = read(answer);
        var stages = new HashMap<String, List<String>>();
        if (members.get("VersionIdsToStages") instanceof Map<?, ?> versions) {
            versions.forEach((version, labels) -> stages.put(String.valueOf(version), texts(labels)));
        }
        return new Description(
                members.get("Name") instanceof String name ? name : "",
                Boolean.TRUE.equals(members.get("RotationEnabled")),
                stages);
    }

    private static List<String> texts(@Nullable Object labels) {
        return labels instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// Returns the key of a version under a label, if it has one.
    Optional<ApiKey> key(Optional<String> version, String stage) {
        var answer = secrets.call("GetSecretValue", "ResourceNotFoundException", json -> {
            json.writeStringField("SecretId", id);
            if (version.isPresent()) {
                json.writeStringField("VersionId", version.get());
            }
            json.writeStringField("VersionStage", stage);
        });
        return answer.isSuccess() ? keyIn(answer.body()) : Optional.empty();
    }

    /// The key in an answer that holds a version of the secret, if it is one.
    static Optional<ApiKey> keyIn(byte[] answer) {
        return read(answer).get("SecretString") instanceof String value ? keyIn(value) : Optional.empty();
    }

    /// Puts a new key under the rotation's own version. If another run of the same step was faster, its key is used.
    void offer(String version, String client, ApiKey key) {
        secrets.call("PutSecretValue", "ResourceExistsException", json -> {
            json.writeStringField("SecretId", id);
            json.writeStringField("ClientRequestToken", version);
            json.writeStringField("SecretString", "{\"client\":\"" + client + "\",\"key\":\"" + key.reveal() + "\"}");
            json.writeArrayFieldStart("VersionStages");
            json.writeString(PENDING);
            json.writeEndArray();
        });
    }

    void makeCurrent(String version, Optional<String> before) {
        secrets.call("UpdateSecretVersionStage", NONE, json -> {
            json.writeStringField("SecretId", id);
            json.writeStringField("VersionStage", CURRENT);
            json.writeStringField("MoveToVersionId", version);
            if (before.isPresent()) {
                json.writeStringField("RemoveFromVersionId", before.get());
            }
        });
    }

    private static Map<String, @Nullable Object> read(byte[] json) {
        try {
            return Json.readObject(json, LIMITS);
        } catch (JsonException e) {
            throw new IllegalStateException("an answer of Secrets Manager cannot be read", e);
        }
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
