package io.sagegate.local.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// CloudWatch Logs in JSON 1.1: the gateway's log group, and the one query that counts calls in its record.
final class LogsFront {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUERY =
            "filter class_uid = 6003 and unmapped.phase = \"attempt\" | stats count(*) as calls by resources.0.name";

    private final LocalAccount account;
    private final Map<String, JsonNode> queries = new ConcurrentHashMap<>();

    LogsFront(LocalAccount account) {
        this.account = account;
    }

    JsonNode answer(ControlCall call) throws ControlError, IOException {
        account.check("logs:" + call.operation());
        return switch (call.operation()) {
            case "DescribeLogGroups" -> groups(call);
            case "PutRetentionPolicy" -> retain(call);
            case "StartQuery" -> start(call);
            case "GetQueryResults" -> queries.getOrDefault(call.text("queryId"), JSON.createObjectNode());
            default -> throw ControlError.unknown(call.operation());
        };
    }

    private JsonNode groups(ControlCall call) {
        var json = JSON.createObjectNode();
        var groups = json.putArray("logGroups");
        if (account.log.name.startsWith(call.text("logGroupNamePrefix"))) {
            var group = groups.addObject().put("logGroupName", account.log.name);
            if (account.log.retentionDays > 0) {
                group.put("retentionInDays", account.log.retentionDays);
            }
        }
        return json;
    }

    private JsonNode retain(ControlCall call) {
        account.log.retentionDays = call.json().path("retentionInDays").asInt();
        return JSON.createObjectNode();
    }

    private JsonNode start(ControlCall call) throws ControlError, IOException {
        if (!call.text("queryString").equals(QUERY)) {
            throw new ControlError(400, "MalformedQueryException", "this stand-in knows one query");
        }
        var id = "query-" + queries.size();
        queries.put(
                id,
                count(
                        call.json().path("startTime").asLong(),
                        call.json().path("endTime").asLong()));
        return JSON.createObjectNode().put("queryId", id);
    }

    private JsonNode count(long from, long to) throws IOException {
        var counts = new TreeMap<String, Long>();
        for (var line : Files.readAllLines(account.log.lines)) {
            var json = parsed(line);
            var at = json.path("time").asLong() / 1_000;
            if (json.path("unmapped").path("phase").asText().equals("attempt") && at >= from && at <= to) {
                counts.merge(json.path("resources").path(0).path("name").asText(), 1L, Long::sum);
            }
        }
        var answer = JSON.createObjectNode().put("status", "Complete");
        var rows = answer.putArray("results");
        counts.forEach((endpoint, calls) -> {
            var row = rows.addArray();
            row.addObject().put("field", "resources.0.name").put("value", endpoint);
            row.addObject().put("field", "calls").put("value", Long.toString(calls));
        });
        return answer;
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
