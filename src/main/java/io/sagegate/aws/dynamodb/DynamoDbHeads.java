package io.sagegate.aws.dynamodb;

import io.sagegate.audit.ChainHead;
import io.sagegate.audit.HeadPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Keeps the newest head of each audit chain as one item of the usage table, `chain#ID`: those who may delete log
/// events need no right to that table. Thread-safe.
public final class DynamoDbHeads implements HeadPublisher {
    private static final String PREFIX = "chain#";

    private final DynamoDbClient client;
    private final String table;
    private final Duration retention;
    private final InstantSource clock;

    /// @param retention how long heads are kept: at least as long as the log
    public DynamoDbHeads(DynamoDbClient client, String table, Duration retention, InstantSource clock) {
        this.client = client;
        this.table = table;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public void publish(ChainHead head) {
        var expires = clock.instant().plus(retention).getEpochSecond();
        try {
            // Never backwards: a head that comes late must not hide a newer one.
            client.putItem(put -> put.tableName(table)
                    .item(Map.of(
                            "id", AttributeValue.fromS(PREFIX + head.chain()),
                            "sequence", AttributeValue.fromN(Long.toString(head.sequence())),
                            "hash", AttributeValue.fromS(head.hash()),
                            "expires", AttributeValue.fromN(Long.toString(expires))))
                    .conditionExpression("attribute_not_exists(id) OR #sequence < :sequence")
                    .expressionAttributeNames(Map.of("#sequence", "sequence"))
                    .expressionAttributeValues(
                            Map.of(":sequence", AttributeValue.fromN(Long.toString(head.sequence())))));
        } catch (RuntimeException ignored) {
            // Refused because a newer one is there, or unreachable: the next head says more than this one.
        }
    }

    /// Every head in the table, for the verifier. Reads the whole table, so it is for the command line only.
    public static List<ChainHead> all(DynamoDbClient client, String table) {
        return client
                .scanPaginator(scan -> scan.tableName(table)
                        .filterExpression("begins_with(id, :prefix)")
                        .expressionAttributeValues(Map.of(":prefix", AttributeValue.fromS(PREFIX)))
                        .consistentRead(true))
                .items()
                .stream()
                .map(DynamoDbHeads::head)
                .toList();
    }

    private static ChainHead head(Map<String, AttributeValue> item) {
        var none = AttributeValue.fromS("");
        return new ChainHead(
                item.getOrDefault("id", none).s().substring(PREFIX.length()),
                Long.parseLong(
                        item.getOrDefault("sequence", AttributeValue.fromN("0")).n()),
                item.getOrDefault("hash", none).s());
    }
}
