package io.sagegate.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/// DynamoDB's settings of tables in JSON 1.0, which DynamoDB Local has not.
record DynamoDbControlFront(LocalAccount account) {
    private static final ObjectMapper JSON = new ObjectMapper();

    JsonNode answer(ControlCall call) throws ControlError {
        account.check("dynamodb:" + call.operation());
        var table = Optional.ofNullable(account.tables.get(call.text("TableName")))
                .orElseThrow(() -> new ControlError(
                        400,
                        "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
                        "Requested resource not found"));
        return switch (call.operation()) {
            case "DescribeTable" -> describe(table);
            case "DescribeContinuousBackups" -> backups(table);
            case "DescribeTimeToLive" -> timeToLive(table);
            case "UpdateTable" -> {
                table.isProtected =
                        call.json().path("DeletionProtectionEnabled").asBoolean();
                yield describe(table);
            }
            case "UpdateContinuousBackups" -> {
                table.recovers = call.json()
                        .path("PointInTimeRecoverySpecification")
                        .path("PointInTimeRecoveryEnabled")
                        .asBoolean();
                yield backups(table);
            }
            case "UpdateTimeToLive" -> {
                table.forgets = true;
                yield timeToLive(table);
            }
            default -> throw ControlError.unknown(call.operation());
        };
    }

    private static JsonNode describe(HeldTable table) {
        var json = JSON.createObjectNode();
        json.putObject("Table")
                .put("TableName", table.name)
                .put("TableStatus", "ACTIVE")
                .put("DeletionProtectionEnabled", table.isProtected);
        return json;
    }

    private static JsonNode backups(HeldTable table) {
        var json = JSON.createObjectNode();
        json.putObject("ContinuousBackupsDescription")
                .put("ContinuousBackupsStatus", "ENABLED")
                .putObject("PointInTimeRecoveryDescription")
                .put("PointInTimeRecoveryStatus", table.recovers ? "ENABLED" : "DISABLED");
        return json;
    }

    private static JsonNode timeToLive(HeldTable table) {
        var json = JSON.createObjectNode();
        json.putObject("TimeToLiveDescription").put("TimeToLiveStatus", table.forgets ? "ENABLED" : "DISABLED");
        return json;
    }
}
