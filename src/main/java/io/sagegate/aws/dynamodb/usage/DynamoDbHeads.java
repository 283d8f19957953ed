package io.sagegate.aws.dynamodb.usage;

import io.sagegate.audit.chain.ChainHead;
import io.sagegate.audit.chain.HeadPublisher;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.ItemJson;
import io.sagegate.aws.dynamodb.Row;
import io.sagegate.aws.dynamodb.TableException;
import io.sagegate.kit.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stores the newest head of each audit chain as one item of the usage table, `chain#ID`. Those who may delete log
/// events need no right to that table. Thread-safe.
public final class DynamoDbHeads implements HeadPublisher {
    static final String PREFIX = "chain#";

    private final DynamoDb dynamoDb;
    private final String table;
    private final Duration retention;
    private final InstantSource clock;

    /// @param retention how long heads are kept: at least as long as the log
    public DynamoDbHeads(DynamoDb dynamoDb, String table, Duration retention, InstantSource clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public boolean publish(ChainHead head, Deadline by) {
        var now = clock.instant();
        var expires = now.plus(retention).getEpochSecond();
        try {
            dynamoDb.call(
                    "PutItem",
                    json -> {
                        json.writeStringField("TableName", table);
                        ItemJson.write(
                                json,
                                "Item",
                                Map.of(
                                        "id", PREFIX + head.chain(),
                                        "sequence", head.sequence(),
                                        "hash", head.hash(),
                                        "published", now.getEpochSecond(),
                                        "expires", expires));
                        // A head that arrives late must not replace a newer one.
                        json.writeStringField(
                                "ConditionExpression", "attribute_not_exists(id) OR #sequence < :sequence");
                        ItemJson.texts(json, "ExpressionAttributeNames", Map.of("#sequence", "sequence"));
                        ItemJson.write(json, "ExpressionAttributeValues", Map.of(":sequence", head.sequence()));
                    },
                    TimeLeft.of(by.within(DynamoDb.CALL).remaining()));
            return true;
        } catch (TableException e) {
            return e.isConditionFailed();
        }
    }

    /// Reads every head in the table, for the verifier. Reads the whole table, so only the command line may call it.
    public static List<Published> all(DynamoDbClient client, String table) {
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

    private static Published head(Map<String, AttributeValue> attributes) {
        var row = Row.of(attributes);
        var chain = row.text(UsageAttributes.ID).substring(PREFIX.length());
        return new Published(new ChainHead(chain, row.number("sequence"), row.text("hash")), row.seconds("published"));
    }

    /// A head, and the time of its publication in whole seconds.
    public record Published(ChainHead head, Instant at) {}
}
