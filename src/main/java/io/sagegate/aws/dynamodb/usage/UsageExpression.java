package io.sagegate.aws.dynamodb.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.aws.dynamodb.ItemJson;
import io.sagegate.limits.usage.Arithmetic;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Hold;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.Take;
import io.sagegate.limits.usage.UsageItem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A change of an item as one conditional update. DynamoDB cannot compute the larger of two numbers, so a guess of
/// the item chooses the update's form. The condition holds only if that form is right. So a wrong guess costs a
/// second write but never a wrong count. Each form adds to the stored numbers, so writers do not disturb each other.
final class UsageExpression {
    /// How long an unused item is kept, in days: rates and budgets reach 31 days at most.
    private static final Duration KEPT = Duration.ofDays(40);
    private static final int MAX_PURGED = 20;

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<String> sets = new ArrayList<>();
    private final Set<String> removes = new LinkedHashSet<>();

    private UsageExpression(long now) {
        sets.add(name(UsageAttributes.EXPIRES) + " = " + number(now / 1_000_000_000L + KEPT.toSeconds()));
    }

    /// @param receipts the ids of this environment's receipts that are no longer needed
    static UsageExpression of(Draw draw, UsageItem guess, Collection<String> receipts) {
        var expression = new UsageExpression(draw.now());
        var back = expression.purge(guess, draw.now());
        draw.takes().forEach(take -> expression.take(take, guess, back.getOrDefault(take.counter(), 0L), draw.now()));
        back.forEach((counter, amount) -> {
            if (draw.takes().stream().noneMatch(take -> take.counter().equals(counter))) {
                expression.giveBack(counter, amount, guess);
            }
        });
        receipts.forEach(id -> expression.removes.add(expression.name(UsageAttributes.hold(id))));
        if (!draw.takes().isEmpty()) {
            expression.hold(draw.hold(), draw.holding());
        }
        return expression;
    }

    /// Whether the item has more expired holds than one update can remove along with its take.
    static boolean needsPurge(UsageItem item, long now) {
        return item.holds().values().stream()
                        .filter(hold -> hold.isOver(now) && !hold.parts().isEmpty())
                        .count()
                > MAX_PURGED;
    }

    /// Removes expired holds and does nothing else.
    static UsageExpression purging(Draw draw, UsageItem guess) {
        return of(new Draw(draw.key(), List.of(), draw.now(), draw.until(), draw.hold()), guess, Set.of());
    }

    /// @param doubted whether the take may arrive once more: then a mark stays in the place of its hold
    static UsageExpression of(Settlement settlement, UsageItem guess, boolean doubted) {
        var expression = new UsageExpression(settlement.now());
        var hold = expression.name(UsageAttributes.hold(settlement.hold()));
        var held = guess.holds().containsKey(settlement.hold());
        expression.conditions.add(
                held
                        ? hold + " = " + expression.text(settlement.holding().text())
                        : "attribute_not_exists(" + hold + ")");
        if (doubted) {
            expression.sets.add(hold + " = " + expression.text(settlement.mark().text()));
        } else if (held) {
            expression.removes.add(hold);
        }
        settlement.changes().forEach(change -> expression.change(change, held, guess, settlement.now()));
        return expression;
    }

    /// Leaves the mark of a call whose take has not arrived, and does nothing else. A take that arrives later then
    /// fails.
    static UsageExpression barring(Settlement settlement) {
        var expression = new UsageExpression(settlement.now());
        expression.hold(settlement.hold(), settlement.mark());
        return expression;
    }

    /// Writes the members of the update: the item's key, and its changes.
    void write(JsonGenerator json, String table, String key) throws IOException {
        json.writeStringField("TableName", table);
        ItemJson.write(json, "Key", UsageAttributes.key(key));
        json.writeStringField("UpdateExpression", update());
        json.writeStringField("ConditionExpression", String.join(" AND ", conditions));
        ItemJson.texts(json, "ExpressionAttributeNames", names);
        ItemJson.write(json, "ExpressionAttributeValues", values);
        json.writeStringField("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
    }

    private String update() {
        return "SET " + String.join(", ", sets) + (removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes));
    }

    /// Removes expired holds. Returns the amounts that they give back, by counter, for the caller to apply.
    private Map<String, Long> purge(UsageItem guess, long now) {
        var back = new HashMap<String, Long>();
        var receipts = 0;
        var holds = 0;
        for (var entry : guess.holds().entrySet()) {
            if (entry.getValue().isOver(now)) {
                var hold = UsageAttributes.hold(entry.getKey());
                if (!entry.getValue().parts().isEmpty()) {
                    if (holds++ < MAX_PURGED) {
                        purge(entry, name(hold), guess, now, back);
                    }
                } else if (receipts++ < MAX_PURGED) {
                    removes.add(name(hold));
                }
            }
        }
        return back;
    }

    private void purge(Map.Entry<String, Hold> entry, String hold, UsageItem guess, long now, Map<String, Long> back) {
        conditions.add(hold + " = " + text(entry.getValue().text()));
        removes.add(hold);
        for (var part : entry.getValue().parts()) {
            back.merge(part.counter(), Arithmetic.givenBack(guess, part, now), Long::sum);
        }
    }

    private void take(Take take, UsageItem guess, long back, long now) {
        var counter = name(take.counter());
        switch (take) {
            case Take.Rate rate -> {
                // The amount given back must not move the counter into the past, because that time was idle.
                if (guess.counter(rate.counter()) <= now + back) {
                    conditions.add(
                            "(attribute_not_exists(" + counter + ") OR " + counter + " <= " + number(now + back) + ")");
                    sets.add(counter + " = " + number(now + rate.cost()));
                } else {
                    conditions.add(counter + " BETWEEN " + number(now + back) + " AND "
                            + number(now + rate.tolerance() - rate.cost() + back));
                    sets.add(sum(counter, rate.cost() - back));
                }
            }
            case Take.Budget budget -> {
                var window = name(UsageItem.windowOf(budget.counter()));
                if (Arithmetic.running(guess, budget)) {
                    conditions.add(window + " = " + number(guess.counter(UsageItem.windowOf(budget.counter()))));
                    conditions.add(counter + " <= " + number(budget.max() - budget.cost() + back));
                    sets.add(sum(counter, budget.cost() - back));
                } else {
                    conditions.add("(attribute_not_exists(" + window + ") OR " + window + " < "
                            + number(budget.window()) + ")");
                    sets.add(window + " = " + number(budget.window()));
                    sets.add(counter + " = " + number(budget.cost()));
                }
            }
            case Take.Call call -> {
                conditions.add("(attribute_not_exists(" + counter + ") OR " + counter + " <= "
                        + number(call.max() - 1 + back) + ")");
                sets.add(counter + " = if_not_exists(" + counter + ", " + number(0) + ") + " + number(1 - back));
            }
        }
    }

    /// Gives an amount back to a counter from which this draw takes nothing.
    private void giveBack(String counter, long amount, UsageItem guess) {
        if (amount != 0) {
            var window = guess.counters().get(UsageItem.windowOf(counter));
            if (window != null) {
                conditions.add(name(UsageItem.windowOf(counter)) + " = " + number(window));
            }
            sets.add(sum(name(counter), -amount));
        }
    }

    private void hold(String id, Hold hold) {
        var attribute = name(UsageAttributes.hold(id));
        conditions.add("attribute_not_exists(" + attribute + ")");
        sets.add(attribute + " = " + text(hold.text()));
    }

    private void change(Settlement.Change change, boolean held, UsageItem guess, long now) {
        switch (change) {
            case Settlement.Rate rate -> {
                var counter = name(rate.counter());
                var debt = rate.debt(held);
                if (debt <= 0) {
                    var back = Arithmetic.undrained(-debt, rate.pledgedUntil(), now);
                    sets.add(sum(counter, -back));
                } else if (guess.counter(rate.counter()) > now) {
                    conditions.add(counter + " > " + number(now));
                    sets.add(sum(counter, debt));
                } else {
                    conditions.add("(attribute_not_exists(" + counter + ") OR " + counter + " <= " + number(now) + ")");
                    sets.add(counter + " = " + number(now + debt));
                }
            }
            case Settlement.Budget budget -> {
                var window = name(UsageItem.windowOf(budget.counter()));
                if (guess.counter(UsageItem.windowOf(budget.counter())) == budget.window()) {
                    conditions.add(window + " = " + number(budget.window()));
                    sets.add(sum(name(budget.counter()), budget.debt(held)));
                } else {
                    conditions.add("(attribute_not_exists(" + window + ") OR " + window + " <> "
                            + number(budget.window()) + ")");
                }
            }
            case Settlement.Call call -> {
                if (held) {
                    sets.add(sum(name(call.counter()), -1));
                }
            }
        }
    }

    private String sum(String counter, long amount) {
        return counter + " = " + counter + " + " + number(amount);
    }

    private String name(String attribute) {
        for (var known : names.entrySet()) {
            if (known.getValue().equals(attribute)) {
                return known.getKey();
            }
        }
        var placeholder = "#" + names.size();
        names.put(placeholder, attribute);
        return placeholder;
    }

    private String number(long number) {
        return text(number);
    }

    private String text(Object value) {
        var placeholder = ":" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }
}
