package io.sagegate.sim.world;

import io.sagegate.identity.ApiKey;
import io.sagegate.sim.Trouble;
import io.sagegate.sim.table.TableJson;
import io.sagegate.sim.world.Net.Fate;
import io.sagegate.sim.world.Net.Served;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Secrets Manager: versions of secrets, and the labels that say which one is current.
///
/// Source: AWS Secrets Manager API Reference.
final class SimSecrets {
    static final String HOST = "secretsmanager.";
    static final String PREFIX = "sagegate/keys/";
    static final String CURRENT = "AWSCURRENT";
    static final String PENDING = "AWSPENDING";
    static final String PREVIOUS = "AWSPREVIOUS";

    /// Milliseconds for which it is out of reach at most.
    private static final long LONGEST_OUTAGE = 40_000;

    private final World world;
    private final Map<String, Secret> secrets = new HashMap<>();
    private long outUntil;

    SimSecrets(World world) {
        this.world = world;
    }

    /// One secret: its versions' texts, and the version of each label.
    record Secret(Map<String, String> versions, Map<String, String> labels) {}

    /// Makes the secret of a client.
    Secret create(String client, ApiKey key) {
        var secret = new Secret(new LinkedHashMap<>(), new LinkedHashMap<>());
        secret.versions().put("version-0", "{\"client\":\"" + client + "\",\"key\":\"" + key.reveal() + "\"}");
        secret.labels().put(CURRENT, "version-0");
        secrets.put(PREFIX + client, secret);
        return secret;
    }

    void stir(Random random) {
        if (world.chances().hits(Trouble.OUTAGES, random, 30)) {
            outUntil = Sim.get().time() + Chances.nanos(random, LONGEST_OUTAGE);
            world.story().tell("Secrets Manager", "is out until " + outUntil / 1_000_000 + " ms");
        }
    }

    /// The key in a version's text.
    static ApiKey key(String text) {
        return ApiKey.parse(String.valueOf(TableJson.read(bytes(text)).get("key")))
                .orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    Served serve(Net.Sent sent, Random random) {
        var chances = world.chances();
        if ((Sim.get().time() < outUntil && chances.has(Trouble.OUTAGES)) || chances.hits(Trouble.ERRORS, random, 60)) {
            return new Served(new Fate.Answered(500, Map.of(), bytes("{\"__type\":\"InternalServiceError\"}")), 0);
        }
        if (chances.hits(Trouble.THROTTLES, random, 60)) {
            return new Served(refusal("ThrottlingException"), 0);
        }
        var request = TableJson.read(sent.body());
        var secret = secrets.get(String.valueOf(request.get("SecretId")));
        if (secret == null) {
            return new Served(refusal("ResourceNotFoundException"), 0);
        }
        var answer = switch (sent.what()) {
            case "DescribeSecret" -> describe(String.valueOf(request.get("SecretId")), secret);
            case "GetSecretValue" -> get(secret, request);
            case "PutSecretValue" -> put(secret, request);
            case "UpdateSecretVersionStage" -> move(secret, request);
            default -> refusal("InvalidRequestException");
        };
        return new Served(answer, Chances.nanos(random, 200));
    }

    private static Fate.Answered refusal(String code) {
        return new Fate.Answered(400, Map.of(), bytes("{\"__type\":\"" + code + "\"}"));
    }

    private static Fate.Answered of(Map<String, ?> members) {
        return new Fate.Answered(200, Map.of(), TableJson.write(members));
    }

    private static Fate.Answered describe(String name, Secret secret) {
        var stages = new LinkedHashMap<String, List<String>>();
        secret.labels()
                .forEach((label, version) ->
                        stages.computeIfAbsent(version, _ -> new ArrayList<>()).add(label));
        return of(Map.of("Name", name, "RotationEnabled", true, "VersionIdsToStages", stages));
    }

    private static Fate.Answered get(Secret secret, Map<String, Object> request) {
        var labelled = secret.labels().get(String.valueOf(request.get("VersionStage")));
        var version = request.get("VersionId") instanceof String one ? one : labelled;
        var text = version == null ? null : secret.versions().get(version);
        if (version == null || text == null) {
            return refusal("ResourceNotFoundException");
        }
        return version.equals(labelled) ? of(Map.of("SecretString", text)) : refusal("InvalidRequestException");
    }

    private static Fate.Answered put(Secret secret, Map<String, Object> request) {
        var version = String.valueOf(request.get("ClientRequestToken"));
        var text = String.valueOf(request.get("SecretString"));
        var there = secret.versions().putIfAbsent(version, text);
        if (there != null && !there.equals(text)) {
            return refusal("ResourceExistsException");
        }
        secret.labels().put(PENDING, version);
        return of(Map.of("VersionId", version));
    }

    private static Fate.Answered move(Secret secret, Map<String, Object> request) {
        var label = String.valueOf(request.get("VersionStage"));
        var to = String.valueOf(request.get("MoveToVersionId"));
        var before = secret.labels().get(label);
        if (to.equals(before)) {
            return of(Map.of());
        }
        if (before != null && !before.equals(request.get("RemoveFromVersionId"))) {
            return refusal("InvalidParameterException");
        }
        secret.labels().put(label, to);
        if (label.equals(CURRENT) && before != null) {
            secret.labels().put(PREVIOUS, before);
        }
        return of(Map.of());
    }
}
