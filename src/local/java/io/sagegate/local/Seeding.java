package io.sagegate.local;

import io.sagegate.cli.policy.PolicyFile;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/// Makes both tables and fills the policy table.
final class Seeding {
    static final String POLICY_TABLE = "sagegate-policy";
    static final String USAGE_TABLE = "sagegate-usage";

    private Seeding() {}

    static DynamoDbClient client(URI endpoint, String region, AwsCredentialsProvider credentials) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClientBuilder(AwsCrtHttpClient.builder())
                .build();
    }

    static void tables(DynamoDbClient client) {
        table(client, POLICY_TABLE);
        table(client, USAGE_TABLE);
        var timeToLive =
                client.describeTimeToLive(t -> t.tableName(USAGE_TABLE)).timeToLiveDescription();
        // Enabling it twice is an error, and an outside DynamoDB may have it from an earlier start.
        if (timeToLive.timeToLiveStatus() == TimeToLiveStatus.DISABLED) {
            client.updateTimeToLive(t -> t.tableName(USAGE_TABLE)
                    .timeToLiveSpecification(s -> s.enabled(true).attributeName("expires")));
        }
    }

    private static void table(DynamoDbClient client, String name) {
        try {
            LocalTables.create(client, name);
        } catch (ResourceInUseException e) {
            // An outside DynamoDB may have it from an earlier start.
        }
        client.waiter().waitUntilTableExists(t -> t.tableName(name));
    }

    /// Applies the policy document as the command line does, with `${issuer}` replaced by the issuer's address.
    static void policy(Optional<Path> file, URI issuer, DynamoDbClient client) throws IOException {
        String yaml = file.isPresent() ? Files.readString(file.get()) : example();
        try {
            PolicyFile.apply(yaml.replace("${issuer}", issuer.toString()), client, POLICY_TABLE);
        } catch (PolicySyntaxException e) {
            throw new IOException(
                    "the policy " + file.map(Path::toString).orElse("") + " is not valid: " + e.getMessage(), e);
        }
    }

    private static String example() throws IOException {
        try (InputStream in = Seeding.class.getResourceAsStream("/policy.yaml")) {
            if (in == null) {
                throw new IOException("policy.yaml is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
