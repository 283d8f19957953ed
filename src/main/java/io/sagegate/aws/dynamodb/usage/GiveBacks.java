package io.sagegate.aws.dynamodb.usage;

import io.sagegate.aws.dynamodb.Attributes;
import io.sagegate.aws.dynamodb.Row;
import io.sagegate.limits.usage.UsageItem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Charges that people gave back, in the usage table. The amount and its record are written together or not at all.
/// For the command line only.
public final class GiveBacks {
    private static final String PREFIX = "giveback#";
    private static final String FAILED = "ConditionalCheckFailed";

    private final DynamoDbClient client;
    private final String table;

    public GiveBacks(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /// One charge that comes back.
    ///
    /// @param limit the limit's name, which tells the limits of one call apart
    /// @param key the key of the item that counts the limit
    /// @param window the budget's window that was charged
    /// @param amount in the counter's own unit
    public record GiveBack(
            String request,
            String limit,
            String key,
            String counter,
            long window,
            long amount,
            Instant at,
            String by,
            String because) {}

    /// The outcome of giving back.
    public enum Outcome {
        DONE,
        /// This charge was given back before.
        ALREADY,
        /// Nothing counts the limit, or its window is not the one that was charged.
        WINDOW_IS_OVER,
        /// The counter holds less than the amount.
        TOO_LITTLE
    }

    public Outcome write(GiveBack back) {
        try {
            client.transactWriteItems(write -> write.transactItems(record(back), update(back)));
            return Outcome.DONE;
        } catch (TransactionCanceledException e) {
            return refused(back, e).orElseThrow(() -> e);
        }
    }

    private static Optional<Outcome> refused(GiveBack back, TransactionCanceledException e) {
        var reasons = e.cancellationReasons();
        if (reasons.size() != 2) {
            return Optional.empty();
        }
        if (FAILED.equals(reasons.getFirst().code())) {
            return Optional.of(Outcome.ALREADY);
        }
        return FAILED.equals(reasons.getLast().code())
                ? Optional.of(isOver(back, reasons.getLast()) ? Outcome.WINDOW_IS_OVER : Outcome.TOO_LITTLE)
                : Optional.empty();
    }

    private static boolean isOver(GiveBack back, CancellationReason reason) {
        var window = reason.item().get(UsageItem.windowOf(back.counter()));
        return window == null || !Long.toString(back.window()).equals(window.n());
    }

    private TransactWriteItem record(GiveBack back) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table)
                        .item(Attributes.ofMap(item(back)))
                        .conditionExpression("attribute_not_exists(id)"))
                .build();
    }

    private TransactWriteItem update(GiveBack back) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(Attributes.ofMap(UsageAttributes.key(back.key())))
                        .updateExpression("SET #counter = #counter - :amount")
                        .conditionExpression("#window = :window AND #counter >= :amount")
                        .expressionAttributeNames(
                                Map.of("#counter", back.counter(), "#window", UsageItem.windowOf(back.counter())))
                        .expressionAttributeValues(
                                Attributes.ofMap(Map.of(":amount", back.amount(), ":window", back.window())))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    /// No time to expire: the record stays.
    private static Map<String, Object> item(GiveBack back) {
        return Map.of(
                UsageAttributes.ID,
                PREFIX + back.request() + "#" + back.limit(),
                "request",
                back.request(),
                "limit",
                back.limit(),
                "of",
                back.key(),
                "counter",
                back.counter(),
                "window",
                back.window(),
                "amount",
                back.amount(),
                "at",
                back.at().toString(),
                "by",
                back.by(),
                "because",
                back.because());
    }

    /// Everything that was given back, the oldest first. Reads the whole table.
    public List<GiveBack> all() {
        return client
                .scanPaginator(scan -> scan.tableName(table)
                        .filterExpression("begins_with(id, :prefix)")
                        .expressionAttributeValues(Map.of(":prefix", AttributeValue.fromS(PREFIX))))
                .items()
                .stream()
                .map(GiveBacks::read)
                .sorted((one, other) -> one.at().compareTo(other.at()))
                .toList();
    }

    private static GiveBack read(Map<String, AttributeValue> attributes) {
        var row = Row.of(attributes);
        return new GiveBack(
                row.text("request"),
                row.text("limit"),
                row.text("of"),
                row.text("counter"),
                row.number("window"),
                row.number("amount"),
                row.time("at"),
                row.text("by"),
                row.text("because"));
    }
}
