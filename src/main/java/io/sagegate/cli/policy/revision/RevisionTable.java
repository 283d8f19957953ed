package io.sagegate.cli.policy.revision;

import io.sagegate.aws.dynamodb.Attributes;
import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.aws.dynamodb.policy.PolicyKeys;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// The policy table, for those who change it.
public final class RevisionTable {
    private static final int BATCH = 25;
    private static final int ROUNDS = 10;

    /// Batches on their way at once: a batch takes about ten milliseconds, most of them waiting.
    private static final int WRITERS = 8;

    private final DynamoDbClient client;
    private final String table;

    public RevisionTable(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /// The revision in force, or 0.
    long current() {
        return item(PolicyKeys.CURRENT).get("revision") instanceof Long revision ? revision : 0;
    }

    public Map<String, @Nullable Object> item(String id) {
        return Attributes.plain(
                client.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true))
                        .item());
    }

    /// Reads up to 100 items at once. One that the table left out is missing, as if it did not exist. All are missing
    /// for a caller who may read only single items: a right that earlier versions did not need.
    List<Map<String, @Nullable Object>> items(List<String> ids) {
        var keys = KeysAndAttributes.builder()
                .keys(ids.stream().map(RevisionTable::key).toList())
                .consistentRead(true)
                .build();
        try {
            return client
                    .batchGetItem(get -> get.requestItems(Map.of(table, keys)))
                    .responses()
                    .getOrDefault(table, List.of())
                    .stream()
                    .map(Attributes::plain)
                    .toList();
        } catch (DynamoDbException e) {
            if (isDenied(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private static boolean isDenied(DynamoDbException e) {
        return e.awsErrorDetails() != null
                && "AccessDeniedException".equals(e.awsErrorDetails().errorCode());
    }

    /// Takes a number that no other change gets, higher than the revision in force.
    long next(long current) {
        var last = 0L;
        while (last <= current) {
            last = advance(current, last == 0 ? 1 : current - last + 1);
        }
        return last;
    }

    private long advance(long current, long step) {
        var answer = client.updateItem(update -> update.tableName(table)
                .key(key(PolicyKeys.SEQUENCE))
                .updateExpression("SET #last = if_not_exists(#last, :current) + :step")
                .expressionAttributeNames(Map.of("#last", "last"))
                .expressionAttributeValues(Map.of(
                        ":current",
                        AttributeValue.fromN(Long.toString(current)),
                        ":step",
                        AttributeValue.fromN(Long.toString(step))))
                .returnValues(ReturnValue.UPDATED_NEW));
        if (Attributes.plain(answer.attributes()).get("last") instanceof Long last) {
            return last;
        }
        throw new IllegalStateException("the sequence in the policy table is not a number");
    }

    /// Points readers at a revision, unless somebody else has pointed them elsewhere in the meantime.
    boolean flip(long before, long revision) {
        try {
            client.putItem(put -> put.tableName(table)
                    .item(Attributes.ofMap(Map.of(TableItem.ID, PolicyKeys.CURRENT, "revision", revision)))
                    .conditionExpression(before == 0 ? "attribute_not_exists(id)" : "revision = :before")
                    .expressionAttributeValues(
                            before == 0 ? null : Map.of(":before", AttributeValue.fromN(Long.toString(before)))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    void markRemoved(long revision) {
        client.updateItem(update -> update.tableName(table)
                .key(key(PolicyKeys.record(revision)))
                .updateExpression("SET " + RevisionRecord.REMOVED + " = :yes")
                .expressionAttributeValues(Map.of(":yes", AttributeValue.fromBool(true))));
    }

    void put(List<Map<String, @Nullable Object>> items) throws CommandFailedException {
        write(items.stream()
                .map(item -> WriteRequest.builder()
                        .putRequest(put -> put.item(Attributes.ofMap(item)))
                        .build())
                .toList());
    }

    void delete(Collection<String> ids) throws CommandFailedException {
        write(ids.stream()
                .map(id -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key(id)))
                        .build())
                .toList());
    }

    private void write(List<WriteRequest> requests) throws CommandFailedException {
        var batches = new ArrayList<Callable<Boolean>>();
        for (var from = 0; from < requests.size(); from += BATCH) {
            var batch = requests.subList(from, Math.min(from + BATCH, requests.size()));
            batches.add(() -> {
                batch(batch);
                return true;
            });
        }
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            for (var written : writers.invokeAll(batches)) {
                written.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        }
    }

    /// Returns the fault itself: the command line explains each kind in its own words.
    private static CommandFailedException unwrapped(@Nullable Throwable cause) {
        return switch (cause) {
            case CommandFailedException failed -> failed;
            case RuntimeException fault -> throw fault;
            case null, default -> throw new IllegalStateException(cause);
        };
    }

    private void batch(List<WriteRequest> requests) throws CommandFailedException {
        var left = requests;
        for (var round = 0; !left.isEmpty(); round++) {
            if (round == ROUNDS) {
                throw new CommandFailedException(
                        Exit.UNAVAILABLE,
                        "The table is throttled; nothing is in force that was not before. Try again.");
            }
            pause(round);
            var asked = Map.of(table, left);
            left = Optional.ofNullable(client.batchWriteItem(write -> write.requestItems(asked))
                            .unprocessedItems()
                            .get(table))
                    .orElse(new ArrayList<>());
        }
    }

    /// Waits 0, 50, 100, 200 ... milliseconds, at most 3,200.
    private static void pause(int round) {
        if (round == 0) {
            return;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(25L << Math.min(round, 7));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(TableItem.ID, AttributeValue.fromS(id));
    }
}
