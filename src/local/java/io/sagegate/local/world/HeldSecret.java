package io.sagegate.local.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sagegate.local.witness.Witness;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One secret of [SecretsManagerFront]: versions, and the labels that move between them. A label is on one version
/// at a time, and `AWSPREVIOUS` follows `AWSCURRENT` by itself. A version without labels counts as deleted.
final class HeldSecret {
    private static final String CURRENT = "AWSCURRENT";
    private static final String PREVIOUS = "AWSPREVIOUS";
    private static final String PENDING = "AWSPENDING";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final class Version {
        private final Set<String> stages = new LinkedHashSet<>();
        private final long created = System.currentTimeMillis();
        private @Nullable String value;
    }

    private final String name;
    private final Map<String, Version> versions = new LinkedHashMap<>();
    private String rotationFunction = "";

    HeldSecret(String name) {
        this.name = name;
    }

    String arn() {
        return "arn:aws:secretsmanager:us-east-1:111122223333:secret:" + name + "-Ab1Cd2";
    }

    boolean isCalled(String id) {
        return id.equals(name) || id.equals(arn());
    }

    ObjectNode named() {
        return JSON.objectNode().put("ARN", arn()).put("Name", name);
    }

    ObjectNode describe() {
        var answer = named();
        answer.put("RotationEnabled", !rotationFunction.isEmpty());
        if (!rotationFunction.isEmpty()) {
            answer.put("RotationLambdaARN", rotationFunction);
        }
        var stages = answer.putObject("VersionIdsToStages");
        versions.forEach((id, version) -> {
            if (!version.stages.isEmpty()) {
                var list = stages.putArray(id);
                version.stages.forEach(list::add);
            }
        });
        return answer;
    }

    ObjectNode list() {
        var answer = named();
        var list = answer.putArray("Versions");
        versions.forEach((id, version) -> {
            var entry = list.addObject().put("VersionId", id).put("CreatedDate", version.created / 1000.0);
            var stages = entry.putArray("VersionStages");
            version.stages.forEach(stages::add);
        });
        return answer;
    }

    ObjectNode value(String id, String stage) throws SecretsError {
        var wanted = id.isEmpty() && stage.isEmpty() ? CURRENT : stage;
        for (var entry : versions.entrySet()) {
            var version = entry.getValue();
            if ((id.isEmpty() || id.equals(entry.getKey()))
                    && (wanted.isEmpty() || version.stages.contains(wanted))
                    && version.value != null) {
                var answer = named().put("VersionId", entry.getKey()).put("SecretString", version.value);
                var stages = answer.putArray("VersionStages");
                version.stages.forEach(stages::add);
                return answer.put("CreatedDate", version.created / 1000.0);
            }
        }
        throw new SecretsError(
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret value for "
                        + (id.isEmpty() ? "staging label: " + wanted : "VersionId: " + id));
    }

    ObjectNode put(String id, String value, List<String> stages) throws SecretsError {
        var version = versions.computeIfAbsent(id, _ -> new Version());
        if (version.value != null && !version.value.equals(value)) {
            throw new SecretsError(
                    "ResourceExistsException",
                    "You can't use ClientRequestToken " + id
                            + " because that value is already in use for a version of secret " + arn() + ".");
        }
        if (version.value == null) {
            Witness.current().secret("key", value);
            version.value = value;
            stages.forEach(stage -> label(stage, id));
        }
        var answer = named().put("VersionId", id);
        var list = answer.putArray("VersionStages");
        version.stages.forEach(list::add);
        return answer;
    }

    ObjectNode move(String stage, String from, String to) throws SecretsError {
        var holder = holder(stage);
        if (!holder.isEmpty() && !holder.equals(from) && !holder.equals(to)) {
            throw new SecretsError(
                    "InvalidParameterException",
                    "The parameter RemoveFromVersionId can't be empty. Staging label " + stage
                            + " is currently attached to version " + holder
                            + ", so you must explicitly reference that version in RemoveFromVersionId.");
        }
        if (!to.isEmpty() && !versions.containsKey(to)) {
            throw new SecretsError(
                    "ResourceNotFoundException",
                    "Secrets Manager can't find the specified secret value for VersionId: " + to);
        }
        label(stage, to);
        return named();
    }

    void rotateWith(String functionArn) throws SecretsError {
        if (!functionArn.isEmpty()) {
            rotationFunction = functionArn;
        }
        if (rotationFunction.isEmpty()) {
            throw new SecretsError(
                    "InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.");
        }
    }

    void pending(String id) throws SecretsError {
        var holder = holder(PENDING);
        if (!holder.isEmpty()
                && !holder.equals(id)
                && !versions.getOrDefault(holder, new Version()).stages.contains(CURRENT)) {
            throw new SecretsError(
                    "InvalidRequestException",
                    "A previous rotation isn't complete. That rotation will be reattempted.");
        }
        versions.computeIfAbsent(id, _ -> new Version());
        label(PENDING, id);
    }

    private String holder(String stage) {
        return versions.entrySet().stream()
                .filter(version -> version.getValue().stages.contains(stage))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private void label(String stage, String to) {
        var from = holder(stage);
        if (from.equals(to)) {
            return;
        }
        versions.values().forEach(version -> version.stages.remove(stage));
        if (stage.equals(CURRENT) && !from.isEmpty()) {
            label(PREVIOUS, from);
        }
        var target = versions.get(to);
        if (target != null) {
            target.stages.add(stage);
        }
    }
}
