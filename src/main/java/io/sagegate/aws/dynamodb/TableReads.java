package io.sagegate.aws.dynamodb;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Port: consistent reads of one table, by its hash key. Thread-safe and bounded in time.
public interface TableReads {
    /// Reads one item; an empty one if there is none.
    TableItem item(String id) throws TableException;

    /// Reads several items at once. The result names the ids that were left out.
    Batch batch(List<String> ids) throws TableException;

    /// The items that were found, and the ids that were not read.
    record Batch(List<TableItem> found, List<String> left) {}

    /// Reads by the gateway's own calls.
    static TableReads of(DynamoDb dynamoDb, String table) {
        return new CalledReads(dynamoDb, table);
    }

    /// Reads by the SDK's client, for the command line, which lacks the Common Runtime.
    static TableReads of(DynamoDbClient client, String table) {
        return new SdkReads(client, table);
    }
}
