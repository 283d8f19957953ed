package io.sagegate.aws.dynamodb.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.async.Ticket;
import io.sagegate.async.TicketItem;
import io.sagegate.async.Tickets;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.dynamodb.BatchJson;
import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.ItemJson;
import io.sagegate.aws.dynamodb.TableException;
import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.aws.dynamodb.TableReply;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Tickets in the usage table, one item each, `ticket#ID`: the table forgets them when they expire. Thread-safe.
public final class DynamoDbTickets implements Tickets {
    private static final String PREFIX = "ticket#";
    private static final String SETTLED = "settled";
    private static final String FAILED = "ConditionalCheckFailed";
    private static final Duration ATTEMPT = Duration.ofMillis(600);

    /// Answers that may leave the ticket out: DynamoDB does so when it is short of capacity.
    private static final int ROUNDS = 4;

    /// Between rounds, in milliseconds: long enough for another transaction to end.
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final DynamoDb dynamoDb;
    private final String table;

    public DynamoDbTickets(DynamoDb dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    private TableReply call(String operation, DynamoDb.Members members, Deadline deadline) throws TableException {
        return dynamoDb.call(operation, members, ATTEMPT, TimeLeft.of(deadline.remaining()));
    }

    @Override
    public void keep(Ticket ticket, Deadline deadline) throws UsageUnavailableException {
        var item = new HashMap<String, Object>(TicketItem.of(ticket));
        item.put(UsageAttributes.ID, PREFIX + ticket.id());
        try {
            call(
                    "PutItem",
                    json -> {
                        json.writeStringField("TableName", table);
                        ItemJson.write(json, "Item", item);
                        json.writeStringField("ConditionExpression", "attribute_not_exists(id)");
                    },
                    deadline);
        } catch (TableException e) {
            // Ids are like no other: the first attempt was carried out, and only its answer was lost.
            if (!e.isConditionFailed()) {
                throw new UsageUnavailableException("the ticket could not be written", e);
            }
        }
    }

    /// As a batch of one: the function has no other right to read this table.
    @Override
    public Optional<Ticket> find(String id, Deadline deadline) throws UsageUnavailableException {
        try {
            for (var round = 0; round < ROUNDS; round++) {
                var reply = batch(PREFIX + id, deadline);
                if (reply.unread().isEmpty()) {
                    return reply.items().stream()
                            .findFirst()
                            .map(TableItem::attributes)
                            .flatMap(item -> TicketItem.read(id, item, item.containsKey(SETTLED)));
                }
            }
        } catch (TableException e) {
            throw new UsageUnavailableException("the ticket could not be read", e);
        }
        throw new UsageUnavailableException("the usage table is too busy", null);
    }

    private TableReply batch(String key, Deadline deadline) throws TableException {
        return call(
                "BatchGetItem",
                json -> BatchJson.write(json, table, List.of(key), BatchJson.Reading.CONSISTENT),
                deadline);
    }

    /// One transaction, of which the ticket is the receipt: whoever finds it settled has nothing to write.
    @Override
    public boolean settle(Ticket ticket, List<Settlement> settlements, Deadline deadline)
            throws UsageUnavailableException {
        var guesses = new HashMap<String, UsageItem>();
        settlements.forEach(settlement -> guesses.put(settlement.key(), running(settlement)));
        while (!deadline.isPast()) {
            try {
                transact(ticket, settlements, guesses, deadline);
                return true;
            } catch (TableException e) {
                if (!e.isCanceled()) {
                    throw new UsageUnavailableException("the ticket could not be settled", e);
                }
                if (isFailed(e, 0)) {
                    return false;
                }
                learn(settlements, e, guesses);
                pause();
            }
        }
        throw new UsageUnavailableException("the ticket could not be settled in time", null);
    }

    private void transact(
            Ticket ticket, List<Settlement> settlements, Map<String, UsageItem> guesses, Deadline deadline)
            throws TableException {
        var token = UUID.randomUUID().toString();
        call(
                "TransactWriteItems",
                json -> {
                    json.writeStringField("ClientRequestToken", token);
                    json.writeArrayFieldStart("TransactItems");
                    update(json, () -> mark(json, ticket));
                    for (var settlement : settlements) {
                        var guess = guesses.getOrDefault(settlement.key(), UsageItem.EMPTY);
                        update(
                                json,
                                () -> UsageExpression.of(settlement, guess, false)
                                        .write(json, table, settlement.key()));
                    }
                    json.writeEndArray();
                },
                deadline);
    }

    private interface Members {
        void write() throws IOException;
    }

    private static void update(JsonGenerator json, Members members) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("Update");
        members.write();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void mark(JsonGenerator json, Ticket ticket) throws IOException {
        json.writeStringField("TableName", table);
        ItemJson.write(json, "Key", UsageAttributes.key(PREFIX + ticket.id()));
        json.writeStringField("UpdateExpression", "SET #settled = :settled");
        json.writeStringField("ConditionExpression", "attribute_exists(id) AND attribute_not_exists(#settled)");
        ItemJson.texts(json, "ExpressionAttributeNames", Map.of("#settled", SETTLED));
        ItemJson.write(json, "ExpressionAttributeValues", Map.of(":settled", true));
    }

    /// A first guess: the windows are still those that were taken from.
    private static UsageItem running(Settlement settlement) {
        var counters = new HashMap<String, Long>();
        for (var change : settlement.changes()) {
            if (change instanceof Settlement.Budget budget) {
                counters.put(UsageItem.windowOf(budget.counter()), budget.window());
            }
        }
        return new UsageItem(counters, Map.of());
    }

    private static boolean isFailed(TableException e, int write) {
        return e.cancellations().size() > write
                && FAILED.equals(e.cancellations().get(write).code());
    }

    private static void learn(List<Settlement> settlements, TableException e, Map<String, UsageItem> guesses) {
        for (var i = 0; i < settlements.size(); i++) {
            if (isFailed(e, i + 1)) {
                var found = UsageAttributes.item(e.cancellations().get(i + 1).item());
                guesses.put(settlements.get(i).key(), found);
            }
        }
    }

    private static void pause() throws UsageUnavailableException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageUnavailableException("interrupted", e);
        }
    }
}
