package io.sagegate.local;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/// Makes both tables of the world.
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
}
