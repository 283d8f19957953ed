package io.sagegate.aws.dynamodb.usage;

import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.dynamodb.BatchJson;
import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.TableException;
import io.sagegate.aws.dynamodb.TableReply;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Calls to the usage table. Each call ends within the time that is left. Thread-safe.
record UsageCalls(DynamoDb dynamoDb, String table) {
    /// One attempt at a call; a slower answer is asked for again.
    private static final Duration ATTEMPT = Duration.ofMillis(600);

    /// Writes one item if its conditions hold, and returns it as it stands then.
    UsageItem update(String key, UsageExpression expression, TimeLeft time)
            throws TableException, UsageUnavailableException {
        return update(key, expression, time, () -> {});
    }

    /// The same, for a caller that must know of attempts without an answer.
    ///
    /// @param doubt runs after each attempt that was perhaps carried out, or will be
    UsageItem update(String key, UsageExpression expression, TimeLeft time, Runnable doubt)
            throws TableException, UsageUnavailableException {
        var reply = call(
                "UpdateItem",
                json -> {
                    expression.write(json, table, key);
                    json.writeStringField("ReturnValues", "ALL_NEW");
                },
                time,
                doubt);
        return UsageAttributes.item(reply.item());
    }

    /// Writes all items or none. The token makes a repetition of the same transaction harmless.
    void transact(Map<String, UsageExpression> writes, TimeLeft time, Runnable doubt)
            throws TableException, UsageUnavailableException {
        var token = UUID.randomUUID().toString();
        call(
                "TransactWriteItems",
                json -> {
                    json.writeStringField("ClientRequestToken", token);
                    json.writeArrayFieldStart("TransactItems");
                    for (var write : writes.entrySet()) {
                        json.writeStartObject();
                        json.writeObjectFieldStart("Update");
                        write.getValue().write(json, table, write.getKey());
                        json.writeEndObject();
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                },
                time,
                doubt);
    }

    /// Reads some items at once; the reply names those that were left out.
    TableReply batch(List<String> keys, TimeLeft time) throws TableException, UsageUnavailableException {
        return call(
                "BatchGetItem", json -> BatchJson.write(json, table, keys, BatchJson.Reading.EVENTUAL), time, () -> {});
    }

    private TableReply call(String operation, DynamoDb.Members members, TimeLeft time, Runnable doubt)
            throws TableException, UsageUnavailableException {
        check(time);
        return dynamoDb.call(operation, members, ATTEMPT, time, doubt);
    }

    /// Ends a call for which no time is left.
    static void check(TimeLeft time) throws UsageUnavailableException {
        if (time.isOver()) {
            throw new UsageUnavailableException("the usage table was too slow, or too many write to one item", null);
        }
    }
}
