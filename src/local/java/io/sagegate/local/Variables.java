package io.sagegate.local;

import io.sagegate.local.world.EventBridgeFront;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The variables that the template declares, as this world sets them.
record Variables(URI dynamodb, URI sagemaker, Optional<URI> sts, URI s3, URI events) {
    /// How long a rotated key goes on here: long enough to see that it does.
    private static final String KEY_OVERLAP_SECONDS = "4";

    private static final String KEY_MAX_LIFE_SECONDS = "3600";

    /// The variables of the buffered and the streaming function.
    Map<String, String> gateway() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("POLICY_TABLE", Seeding.POLICY_TABLE);
        variables.put("USAGE_TABLE", Seeding.USAGE_TABLE);
        variables.put("POLICY_TTL_SECONDS", "10");
        variables.put("POLICY_STALE_SECONDS", "0");
        variables.put("BODY_HASHES", "plain");
        variables.put("BODY_HASH_KEY", "");
        variables.put("KEY_MAX_LIFE_SECONDS", KEY_MAX_LIFE_SECONDS);
        variables.put("MAX_REQUEST_BYTES", "6000000");
        variables.put("BASE_PATH", "");
        variables.put("ACCOUNT_ID", Account.ID);
        variables.put("SAGEGATE_LOCAL", "true");
        variables.put("DYNAMODB_ENDPOINT", dynamodb.toString());
        variables.put("SAGEMAKER_ENDPOINT", sagemaker.toString());
        variables.put("STS_ENDPOINT", sts.map(URI::toString).orElse(""));
        variables.put("S3_ENDPOINT", s3.toString());
        variables.put("CALLS_BUCKET", LocalWorld.CALLS_BUCKET);
        variables.put("RESULT_DAYS", "3");
        variables.put("LIMIT_EVENTS", EventBridgeFront.BUS);
        variables.put("EVENTS_ENDPOINT", events.toString());
        variables.put("POWERTOOLS_SERVICE_NAME", "sagegate");
        variables.put("POWERTOOLS_METRICS_NAMESPACE", "Sagegate");
        variables.put("POWERTOOLS_LOG_LEVEL", "WARN");
        variables.put("DNS_SUFFIX", "amazonaws.com");
        variables.put("ENVIRONMENT_NAME", "local");
        return variables;
    }

    /// The variables of the rotation function.
    Map<String, String> rotation(URI secretsManager) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("POLICY_TABLE", Seeding.POLICY_TABLE);
        variables.put("DNS_SUFFIX", "amazonaws.com");
        variables.put("SECRET_PREFIX", LocalSecrets.PREFIX);
        variables.put("KEY_MAX_LIFE_SECONDS", KEY_MAX_LIFE_SECONDS);
        variables.put("KEY_OVERLAP_SECONDS", KEY_OVERLAP_SECONDS);
        variables.put("SAGEGATE_LOCAL", "true");
        variables.put("DYNAMODB_ENDPOINT", dynamodb.toString());
        variables.put("SECRETSMANAGER_ENDPOINT", secretsManager.toString());
        return variables;
    }
}
