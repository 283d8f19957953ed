package io.sagegate.aws.dynamodb.usage;

import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.dynamodb.BatchJson;
import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.TableException;
import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.kit.BoundedCache;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Arithmetic;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Usage in DynamoDB. If all limits of a call are counted on one item, one conditional update takes them. If they are
/// on several items, one transaction does. Thread-safe.
///
/// The last state of an item is remembered, but only to guess the form of the next update. The table decides.
public final class DynamoDbUsageStore implements UsageStore {
    /// Items whose last state is remembered.
    private static final int REMEMBERED = 10_000;

    private static final long LONGEST_PAUSE_MILLIS = 64;

    private final UsageCalls calls;
    private final Receipts receipts = new Receipts();
    private final Doubts doubts = new Doubts();
    private final BoundedCache<String, UsageItem> remembered = BoundedCache.of(REMEMBERED);

    public DynamoDbUsageStore(DynamoDb dynamoDb, String table) {
        this.calls = new UsageCalls(dynamoDb, table);
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
        var doubted = doubts.has(settlement.hold());
        try {
            while (true) {
                var expression = Arithmetic.isSettled(guess, settlement)
                        ? UsageExpression.barring(settlement)
                        : UsageExpression.of(settlement, guess, doubted);
                try {
                    var after = calls.update(settlement.key(), expression, time);
                    remembered.put(settlement.key(), after);
                    return after;
                } catch (TableException e) {
                    guess = found(e);
                    var barred = !doubted || guess.holds().containsKey(settlement.hold());
                    if (barred && Arithmetic.isSettled(guess, settlement)) {
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
                    var reply = calls.batch(asked, time);
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
        remembered.clear();
        receipts.forget();
        doubts.forget();
    }

    private Outcome one(Draw draw, TimeLeft time) throws TableException, UsageUnavailableException {
        var guess = remembered(draw.key());
        var old = receipts.of(draw.key());
        var doubt = doubts.about(draw);
        while (true) {
            try {
                var after = calls.update(draw.key(), UsageExpression.of(draw, guess, old), time, doubt);
                remembered.put(draw.key(), after);
                receipts.answered(draw, old, doubts.has(draw.hold()));
                return new Outcome.Taken(Map.of(draw.key(), after), true);
            } catch (TableException e) {
                guess = found(e);
                remembered.put(draw.key(), guess);
                if (isTaken(draw, guess)) {
                    return new Outcome.Taken(Map.of(draw.key(), guess), true);
                }
                if (Arithmetic.take(guess, draw).isEmpty()) {
                    return new Outcome.TooLittle(Map.of(draw.key(), guess), !doubts.has(draw.hold()));
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
                calls.transact(writes, time, doubts.about(draws.getFirst()));
                draws.forEach(draw -> guesses.computeIfPresent(
                        draw.key(), (_, before) -> Arithmetic.take(before, draw).orElse(before)));
                guesses.forEach(remembered::put);
                var doubted = doubts.has(draws.getFirst().hold());
                draws.forEach(draw -> receipts.answered(draw, receipts.of(draw.key()), doubted));
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
                    guesses.forEach(remembered::put);
                    return new Outcome.TooLittle(
                            guesses, !doubts.has(draws.getFirst().hold()));
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
                item = calls.update(draw.key(), UsageExpression.purging(draw, item), time);
            } catch (TableException e) {
                item = found(e);
            }
            remembered.put(draw.key(), item);
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

    private UsageItem remembered(String key) {
        return remembered.get(key).orElse(UsageItem.EMPTY);
    }

    private static void pause(int round, TimeLeft time) throws UsageUnavailableException {
        var longest = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(round, 6));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageUnavailableException("interrupted", e);
        }
        UsageCalls.check(time);
    }
}
