package io.sagegate.lambda;

import io.sagegate.Version;
import io.sagegate.api.Cors;
import io.sagegate.audit.ocsf.BodyHashes;
import io.sagegate.aws.call.Partition;
import io.sagegate.aws.telemetry.XRayTelemetry;
import io.sagegate.kit.LambdaQuota;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The function's settings, read from its environment. Invalid settings stop the start.
///
/// @param local whether this is a developer's machine, which may use http issuers on loopback and other endpoints
/// @param dnsSuffix the domain of AWS's addresses in this partition, `AWS::URLSuffix` in a template
/// @param policyTimeToLive how long policy items are cached, which bounds how long a revoked grant works
/// @param policyStaleness how much longer they may be used while the policy table cannot be read; zero for never
/// @param logRetention how long the log is kept, and so the heads that prove its tail
/// @param keyMaxLife the longest life of an API key: that of the IAM sessions it stands beside
/// @param bodyHashes how the record tells which bytes bodies had
/// @param callsBucket the bucket for uploads and results of asynchronous calls; empty where there are none
/// @param resultRetention how long results can be asked for
/// @param limitEvents the ARN of the event bus that is told of limits' thresholds; empty for none
/// @param basePath a path in front of ours, such as `/ml` behind a custom domain; empty for none
public record Settings(
        String region,
        String account,
        String policyTable,
        String usageTable,
        Duration policyTimeToLive,
        Duration policyStaleness,
        int maxRequestBytes,
        String basePath,
        Cors cors,
        boolean local,
        Optional<URI> dynamoDbEndpoint,
        Optional<URI> sageMakerEndpoint,
        Optional<URI> stsEndpoint,
        String dnsSuffix,
        String serviceName,
        String metricsNamespace,
        Optional<InetSocketAddress> xrayDaemon,
        Duration keyMaxLife,
        Duration logRetention,
        BodyHashes bodyHashes,
        Optional<String> callsBucket,
        Duration resultRetention,
        Optional<URI> s3Endpoint,
        Optional<String> limitEvents,
        Optional<URI> eventsEndpoint) {
    /// This build's version, as in the pom.
    static final String VERSION = Version.CURRENT;

    /// Shortest key for hashes of bodies, in characters: one for each byte of the hash.
    private static final int SHORTEST_HASH_KEY = 32;

    public static Settings of(Map<String, String> environment) {
        var region = required(environment, "AWS_REGION");
        var local = "true".equals(environment.get("SAGEGATE_LOCAL"));
        return new Settings(
                region,
                text(environment, "ACCOUNT_ID").orElse(""),
                required(environment, "POLICY_TABLE"),
                text(environment, "USAGE_TABLE").orElse(""),
                Duration.ofSeconds(number(environment, "POLICY_TTL_SECONDS", 10, 0, 300)),
                Duration.ofSeconds(number(environment, "POLICY_STALE_SECONDS", 0, 0, 900)),
                number(environment, "MAX_REQUEST_BYTES", 6_000_000, 1, LambdaQuota.PAYLOAD_BYTES),
                text(environment, "BASE_PATH").orElse(""),
                Cors.of(text(environment, "ALLOWED_ORIGINS").orElse("")),
                local,
                endpoint(environment, "DYNAMODB_ENDPOINT", local),
                endpoint(environment, "SAGEMAKER_ENDPOINT", local),
                endpoint(environment, "STS_ENDPOINT", local),
                text(environment, "DNS_SUFFIX").orElseGet(() -> Partition.dnsSuffix(region)),
                text(environment, "POWERTOOLS_SERVICE_NAME").orElse("sagegate"),
                text(environment, "POWERTOOLS_METRICS_NAMESPACE").orElse("Sagegate"),
                text(environment, "AWS_XRAY_DAEMON_ADDRESS").flatMap(XRayTelemetry::address),
                Duration.ofSeconds(number(environment, "KEY_MAX_LIFE_SECONDS", 3_600, 1, 43_200)),
                Duration.ofDays(number(environment, "LOG_RETENTION_DAYS", 365, 1, 36_500)),
                bodyHashes(environment),
                text(environment, "CALLS_BUCKET"),
                Duration.ofDays(number(environment, "RESULT_DAYS", 3, 1, 90)),
                endpoint(environment, "S3_ENDPOINT", local),
                text(environment, "LIMIT_EVENTS"),
                endpoint(environment, "EVENTS_ENDPOINT", local));
    }

    private static BodyHashes bodyHashes(Map<String, String> environment) {
        return switch (text(environment, "BODY_HASHES").orElse("plain")) {
            case "plain" -> BodyHashes.PLAIN;
            case "none" -> BodyHashes.NONE;
            case "keyed" ->
                BodyHashes.keyed(text(environment, "BODY_HASH_KEY")
                        .filter(key -> key.length() >= SHORTEST_HASH_KEY)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "BODY_HASHES=keyed needs a BODY_HASH_KEY of " + SHORTEST_HASH_KEY + " characters")));
            default -> throw new IllegalArgumentException("BODY_HASHES must be plain, keyed or none");
        };
    }

    private static Optional<URI> endpoint(Map<String, String> environment, String name, boolean local) {
        var endpoint = text(environment, name);
        if (endpoint.isPresent() && !local) {
            throw new IllegalArgumentException(name + " is for local use: set SAGEGATE_LOCAL=true with it");
        }
        return endpoint.map(URI::create);
    }

    private static String required(Map<String, String> environment, String name) {
        return text(environment, name)
                .orElseThrow(() -> new IllegalArgumentException("the environment variable " + name + " is missing"));
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static int number(Map<String, String> environment, String name, int whenAbsent, int min, int max) {
        var text = text(environment, name);
        if (text.isEmpty()) {
            return whenAbsent;
        }
        if (!text.get().matches("[0-9]{1,9}")
                || Integer.parseInt(text.get()) < min
                || Integer.parseInt(text.get()) > max) {
            throw new IllegalArgumentException(name + " must be a whole number from " + min + " to " + max);
        }
        return Integer.parseInt(text.get());
    }
}
