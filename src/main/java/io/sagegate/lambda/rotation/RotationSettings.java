package io.sagegate.lambda.rotation;

import io.sagegate.aws.call.Partition;
import io.sagegate.keys.KeyService;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The rotation function's settings, read from its environment. Invalid settings stop the start.
///
/// @param dnsSuffix the domain of AWS's addresses in this partition
/// @param secretPrefix the start of the name of every client's secret; the client's name follows it
/// @param life the longest time that a rotated key works
/// @param overlap how long the previous key continues to work
record RotationSettings(
        String region,
        String dnsSuffix,
        String policyTable,
        String secretPrefix,
        Duration life,
        Duration overlap,
        Optional<URI> dynamoDbEndpoint,
        Optional<URI> secretsManagerEndpoint) {
    RotationSettings {
        if (life.isZero() || life.compareTo(KeyService.LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException("KEY_MAX_LIFE_SECONDS must be from 1 to 43200");
        }
        if (overlap.compareTo(life) >= 0) {
            throw new IllegalArgumentException("KEY_OVERLAP_SECONDS must be less than KEY_MAX_LIFE_SECONDS");
        }
    }

    static RotationSettings of(Map<String, String> environment) {
        var region = required(environment, "AWS_REGION");
        var local = "true".equals(environment.get("SAGEGATE_LOCAL"));
        return new RotationSettings(
                region,
                environment.getOrDefault("DNS_SUFFIX", Partition.dnsSuffix(region)),
                required(environment, "POLICY_TABLE"),
                required(environment, "SECRET_PREFIX"),
                seconds(environment, "KEY_MAX_LIFE_SECONDS"),
                seconds(environment, "KEY_OVERLAP_SECONDS"),
                endpoint(environment, "DYNAMODB_ENDPOINT", local),
                endpoint(environment, "SECRETSMANAGER_ENDPOINT", local));
    }

    private static Duration seconds(Map<String, String> environment, String name) {
        var text = required(environment, name);
        if (!text.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException(name + " must be a whole number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private static Optional<URI> endpoint(Map<String, String> environment, String name, boolean local) {
        var endpoint = Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        if (endpoint.isPresent() && !local) {
            throw new IllegalArgumentException(name + " is for local use: set SAGEGATE_LOCAL=true with it");
        }
        return endpoint.map(URI::create);
    }

    private static String required(Map<String, String> environment, String name) {
        var value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + name + " is missing");
        }
        return value;
    }
}
