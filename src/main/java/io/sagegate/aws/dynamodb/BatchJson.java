package io.sagegate.aws.dynamodb;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/// Writes the members of a `BatchGetItem` for items of one table.
public final class BatchJson {
    /// Most keys in one batch: DynamoDB accepts no more.
    public static final int MOST_KEYS = 100;

    public enum Reading {
        CONSISTENT,
        EVENTUAL
    }

    private BatchJson() {}

    public static void write(JsonGenerator json, String table, Collection<String> ids, Reading reading)
            throws IOException {
        json.writeObjectFieldStart("RequestItems");
        json.writeObjectFieldStart(table);
        json.writeArrayFieldStart("Keys");
        for (var id : ids) {
            ItemJson.write(json, Map.of(TableItem.ID, id));
        }
        json.writeEndArray();
        json.writeBooleanField("ConsistentRead", reading == Reading.CONSISTENT);
        json.writeEndObject();
        json.writeEndObject();
    }
}
