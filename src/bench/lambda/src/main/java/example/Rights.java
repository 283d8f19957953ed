package example;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// A row for each group says which endpoints it may call and how often a day; a row for each caller and day counts.
final class Rights {
    /// As long as Sagegate remembers a policy.
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final DynamoDbClient tables;
    private final String policies;
    private final String usage;
    private final Map<String, Row> rows = new ConcurrentHashMap<>();

    Rights(DynamoDbClient tables, String policies, String usage) {
        this.tables = tables;
        this.policies = policies;
        this.usage = usage;
    }

    private record Row(List<String> endpoints, String dailyCalls, Instant until) {}

    boolean may(List<String> groups, String endpoint) {
        return groups.stream().anyMatch(group -> row(group).endpoints().contains(endpoint));
    }

    /// Counts one call; false above the limit of the first group.
    boolean count(String caller, List<String> groups) {
        try {
            tables.updateItem(update -> update.tableName(usage)
                    .key(Map.of("id", text("function#" + caller + "#" + LocalDate.now())))
                    .updateExpression("ADD calls :one")
                    .conditionExpression("attribute_not_exists(calls) OR calls < :most")
                    .expressionAttributeValues(Map.of(
                            ":one", AttributeValue.fromN("1"),
                            ":most", AttributeValue.fromN(row(groups.getFirst()).dailyCalls()))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private Row row(String group) {
        var known = rows.get(group);
        if (known == null || known.until().isBefore(Instant.now())) {
            known = read(group);
            rows.put(group, known);
        }
        return known;
    }

    private Row read(String group) {
        var item = tables.getItem(get -> get.tableName(policies).key(Map.of("id", text("function#" + group))))
                .item();
        var until = Instant.now().plus(REMEMBERED);
        return item.isEmpty()
                ? new Row(List.of(), "0", until)
                : new Row(item.get("endpoints").ss(), item.get("dailyCalls").n(), until);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
