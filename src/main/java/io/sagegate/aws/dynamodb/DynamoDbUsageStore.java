package io.sagegate.aws.dynamodb;

import io.sagegate.aws.call.TimeLeft;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.Arithmetic;
import io.sagegate.limits.Draw;
import io.sagegate.limits.Settlement;
import io.sagegate.limits.UsageItem;
import io.sagegate.limits.UsageStore;
import io.sagegate.limits.UsageUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Usage in DynamoDB. If all limits of a call are counted on one item, one conditional update takes them. If they are
/// on several items, one transaction does. Thread-safe.
///
/// The last state of an item is remembered, but only to guess the form of the next update. The table decides.
public final class DynamoDbUsageStore implements UsageStore {
    private static final int REMEMBERED = 10_000;
    private static final Duration ATTEMPT = Duration.ofMillis(600);
    private static final long LONGEST_PAUSE_MILLIS = 64;

    private final DynamoDb dynamoDb;
    private final String table;
    private final Receipts receipts = new Receipts();
    private final Map<String, UsageItem> remembered = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, UsageItem> eldest) {
            return size() > REMEMBERED;
        }
    };

    public DynamoDbUsageStore(DynamoDb dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
        var time = TimeLeft.of(deadline.remaining());
        try {
            return draws.size() == 1 ? one(draws.getFirst(), time) : several(draws, time);
        } catch (TableException e) {
            throw new UsageUnavailableException("the usage table could not be written", e);
        }
    }

    @Override
    public UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException {
        var time = TimeLeft.of(deadline.remaining());
        var guess = taken(settlement);
        try {
            while (true) {
                var expression = UsageExpression.of(settlement, guess);
                try {
                    var after = update(settlement.key(), expression, time);
                    remember(settlement.key(), after);
                    return after;
                } catch (TableException e) {
                    guess = found(e);
                    if (Arithmetic.isSettled(guess, settlement)) {
                        return guess;
                    }
                }
            }
        } catch (TableException e) {
            throw new UsageUnavailableException("the usage table could not be written", e);
        }
    }

    /// A guess of the item before a settlement. The hold exists, and a budget's window is not before the take's.
    private UsageItem taken(Settlement settlement) {
        var counters = new HashMap<>(remembered(settlement.key()).counters());
        for (var change : settlement.changes()) {
            if (change instanceof Settlement.Budget budget) {
                counters.merge(UsageItem.windowOf(budget.counter()), budget.window(), Math::max);
            }
        }
        return new UsageItem(counters, Map.of(settlement.hold(), settlement.holding()));
    }

    @Override
    public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) throws UsageUnavailableException {
        var time = TimeLeft.of(deadline.remaining());
        var found = new HashMap<String, UsageItem>();
        var all = List.copyOf(keys);
        try {
            for (var from = 0; from < all.size(); from += BatchJson.MOST_KEYS) {
                var wanted = all.subList(from, Math.min(from + BatchJson.MOST_KEYS, all.size()));
                while (!wanted.isEmpty()) {
                    var asked = wanted;
                    var reply = call(
                            "BatchGetItem",
                            json -> BatchJson.write(json, table, asked, BatchJson.Reading.EVENTUAL),
                            time);
                    reply.items().forEach(item -> found.put(item.id(), UsageAttributes.item(item)));
                    wanted = reply.unread().stream().map(TableItem::id).toList();
                }
            }
        } catch (TableException e) {
            throw new UsageUnavailableException("the usage table could not be read", e);
        }
        return found;
    }

    @Override
    public void forget() {
        synchronized (remembered) {
            remembered.clear();
        }
        receipts.forget();
    }

    private Outcome one(Draw draw, TimeLeft time) throws TableException, UsageUnavailableException {
        var guess = remembered(draw.key());
        var old = receipts.of(draw.key());
        while (true) {
            try {
                var after = update(draw.key(), UsageExpression.of(draw, guess, old), time);
                remember(draw.key(), after);
                receipts.answered(draw, old);
                return new Outcome.Taken(Map.of(draw.key(), after), true);
            } catch (TableException e) {
                guess = found(e);
                remember(draw.key(), guess);
                if (isTaken(draw, guess)) {
                    return new Outcome.Taken(Map.of(draw.key(), guess), true);
                }
                if (Arithmetic.take(guess, draw).isEmpty()) {
                    return new Outcome.TooLittle(Map.of(draw.key(), guess));
                }
                guess = purged(draw, guess, time);
            }
        }
    }

    private Outcome several(List<Draw> draws, TimeLeft time) throws TableException, UsageUnavailableException {
        var guesses = new HashMap<String, UsageItem>();
        draws.forEach(draw -> guesses.put(draw.key(), remembered(draw.key())));
        for (var round = 0; ; round++) {
            var writes = new LinkedHashMap<String, UsageExpression>();
            for (var draw : draws) {
                var guess = guesses.getOrDefault(draw.key(), UsageItem.EMPTY);
                writes.put(draw.key(), UsageExpression.of(draw, guess, receipts.of(draw.key())));
            }
            try {
                transact(writes, time);
                draws.forEach(draw -> guesses.computeIfPresent(
                        draw.key(), (_, before) -> Arithmetic.take(before, draw).orElse(before)));
                guesses.forEach(this::remember);
                draws.forEach(draw -> receipts.answered(draw, receipts.of(draw.key())));
                return new Outcome.Taken(guesses, false);
            } catch (TableException e) {
                if (!e.isCanceled()) {
                    throw e;
                }
                var stuck = learn(draws, e, guesses);
                if (draws.stream().anyMatch(draw -> isTaken(draw, guesses.getOrDefault(draw.key(), UsageItem.EMPTY)))) {
                    return new Outcome.Taken(guesses, false);
                }
                if (stuck) {
                    guesses.forEach(this::remember);
                    return new Outcome.TooLittle(guesses);
                }
                for (var draw : draws) {
                    guesses.put(draw.key(), purged(draw, guesses.getOrDefault(draw.key(), UsageItem.EMPTY), time));
                }
                pause(round, time);
            }
        }
    }

    /// Returns the item after enough expired holds were removed for the next take to fit in one update. Without this,
    /// holds of crashed calls could fill a limit for good.
    private UsageItem purged(Draw draw, UsageItem found, TimeLeft time)
            throws TableException, UsageUnavailableException {
        var item = found;
        while (UsageExpression.needsPurge(item, draw.now())) {
            try {
                item = update(draw.key(), UsageExpression.purging(draw, item), time);
            } catch (TableException e) {
                item = found(e);
            }
            remember(draw.key(), item);
        }
        return item;
    }

    /// Copies the items that a cancellation shows into the guesses. Returns whether one of them has too little left.
    private static boolean learn(List<Draw> draws, TableException e, Map<String, UsageItem> guesses) {
        var tooLittle = false;
        for (var i = 0; i < draws.size() && i < e.cancellations().size(); i++) {
            var reason = e.cancellations().get(i);
            if ("ConditionalCheckFailed".equals(reason.code())) {
                var found = UsageAttributes.item(reason.item());
                guesses.put(draws.get(i).key(), found);
                tooLittle |= Arithmetic.take(found, draws.get(i)).isEmpty();
            }
        }
        return tooLittle;
    }

    /// Whether an earlier attempt took it and its answer was lost: the hold or receipt is then in the item.
    private static boolean isTaken(Draw draw, UsageItem found) {
        return draw.holding().equals(found.holds().get(draw.hold()));
    }

    /// The item that a failed condition returned.
    private static UsageItem found(TableException e) throws TableException {
        if (!e.isConditionFailed()) {
            throw e;
        }
        return UsageAttributes.item(e.item());
    }

    private UsageItem update(String key, UsageExpression expression, TimeLeft time)
            throws TableException, UsageUnavailableException {
        var reply = call(
                "UpdateItem",
                json -> {
                    expression.write(json, table, key);
                    json.writeStringField("ReturnValues", "ALL_NEW");
                },
                time);
        return UsageAttributes.item(reply.item());
    }

    /// Writes all items or none. The token makes a repetition of the same transaction harmless.
    private void transact(Map<String, UsageExpression> writes, TimeLeft time)
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
                time);
    }

    private TableReply call(String operation, DynamoDb.Members members, TimeLeft time)
            throws TableException, UsageUnavailableException {
        check(time);
        return dynamoDb.call(operation, members, ATTEMPT, time);
    }

    private UsageItem remembered(String key) {
        synchronized (remembered) {
            return remembered.getOrDefault(key, UsageItem.EMPTY);
        }
    }

    private void remember(String key, UsageItem item) {
        synchronized (remembered) {
            remembered.put(key, item);
        }
    }

    private static void pause(int round, TimeLeft time) throws UsageUnavailableException {
        var longest = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(round, 6));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageUnavailableException("interrupted", e);
        }
        check(time);
    }

    private static void check(TimeLeft time) throws UsageUnavailableException {
        if (time.isOver()) {
            throw new UsageUnavailableException("the usage table was too slow, or too many write to one item", null);
        }
    }
}
