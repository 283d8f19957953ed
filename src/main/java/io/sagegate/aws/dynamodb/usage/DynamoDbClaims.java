package io.sagegate.aws.dynamodb.usage;

import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.ItemJson;
import io.sagegate.aws.dynamodb.TableException;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.notices.Claims;
import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.notices.NoticeException;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.policy.Quota;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Claims as two numbers beside the counter that reached the threshold. A condition lets one claim of many through.
/// Thread-safe.
public final class DynamoDbClaims implements Claims {
    private static final Duration ATTEMPT = Duration.ofMillis(400);

    private final DynamoDb dynamoDb;
    private final String table;

    public DynamoDbClaims(DynamoDb dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Verdict claim(Crossing crossing, long now, long until, Deadline deadline) throws NoticeException {
        var names = names(crossing);
        names.put("#counter", crossing.counter());
        var condition = "#counter >= :least AND (attribute_not_exists(#told) OR #told < :window)"
                + " AND (attribute_not_exists(#claim) OR #claim < :now)";
        var values = new HashMap<String, Object>(
                Map.of(":least", crossing.least(), ":window", window(crossing), ":now", now, ":until", until));
        if (crossing.limit().quota() instanceof Quota.Budget) {
            names.put("#window", UsageItem.windowOf(crossing.counter()));
            condition += " AND #window = :window";
        }
        try {
            update(crossing, "SET #claim = :until", condition, names, values, deadline);
            return Verdict.OURS;
        } catch (TableException e) {
            if (!e.isConditionFailed()) {
                throw new NoticeException("a threshold could not be claimed", e);
            }
            return verdict(crossing, until, UsageAttributes.item(e.item()));
        }
    }

    private static Verdict verdict(Crossing crossing, long until, UsageItem found) {
        if (found.counter(crossing.told()) >= crossing.window().number()) {
            return Verdict.TOLD;
        }
        // An earlier attempt of this very claim was carried out, and its answer was lost.
        return found.counter(crossing.claim()) == until ? Verdict.OURS : Verdict.NOT_NOW;
    }

    @Override
    public void told(Crossing crossing, Deadline deadline) throws NoticeException {
        try {
            update(
                    crossing,
                    "SET #told = :window REMOVE #claim",
                    // An item that is gone must not come back: it would have no time to expire.
                    "attribute_exists(id)",
                    names(crossing),
                    Map.of(":window", window(crossing)),
                    deadline);
        } catch (TableException e) {
            if (!e.isConditionFailed()) {
                throw new NoticeException("a threshold could not be marked as told", e);
            }
        }
    }

    private static Map<String, String> names(Crossing crossing) {
        var names = new HashMap<String, String>();
        names.put("#told", crossing.told());
        names.put("#claim", crossing.claim());
        return names;
    }

    private static Long window(Crossing crossing) {
        return crossing.window().number();
    }

    private void update(
            Crossing crossing,
            String update,
            String condition,
            Map<String, String> names,
            Map<String, ?> values,
            Deadline deadline)
            throws TableException {
        dynamoDb.call(
                "UpdateItem",
                json -> {
                    json.writeStringField("TableName", table);
                    ItemJson.write(json, "Key", UsageAttributes.key(crossing.key()));
                    json.writeStringField("UpdateExpression", update);
                    json.writeStringField("ConditionExpression", condition);
                    ItemJson.texts(json, "ExpressionAttributeNames", names);
                    ItemJson.write(json, "ExpressionAttributeValues", values);
                    json.writeStringField("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
                },
                ATTEMPT,
                TimeLeft.of(deadline.remaining()));
    }
}
