package io.sagegate.cli.deployed;

import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/// Reads a table's settings from DynamoDB.
final class TableReader {
    private final DynamoDbClient client;

    TableReader(DynamoDbClient client) {
        this.client = client;
    }

    TableFacts read(String name) {
        var table = client.describeTable(describe -> describe.tableName(name)).table();
        var backups = client.describeContinuousBackups(describe -> describe.tableName(name))
                .continuousBackupsDescription();
        var forgets = client.describeTimeToLive(describe -> describe.tableName(name))
                .timeToLiveDescription()
                .timeToLiveStatus();
        var recovery = Optional.ofNullable(backups.pointInTimeRecoveryDescription())
                .map(description -> description.pointInTimeRecoveryStatus() == PointInTimeRecoveryStatus.ENABLED)
                .orElse(false);
        return new TableFacts(
                name,
                Boolean.TRUE.equals(table.deletionProtectionEnabled()),
                recovery,
                forgets == TimeToLiveStatus.ENABLED || forgets == TimeToLiveStatus.ENABLING,
                Optional.ofNullable(table.sseDescription()).flatMap(sse -> Optional.ofNullable(sse.kmsMasterKeyArn())));
    }
}
