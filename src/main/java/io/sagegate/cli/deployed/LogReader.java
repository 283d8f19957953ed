package io.sagegate.cli.deployed;

import io.sagegate.cli.call.Service;
import io.sagegate.cli.call.SignedCalls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Reads a log group's settings, and counts the record's lines where they lie.
///
/// Source: Amazon CloudWatch Logs API Reference, `DescribeLogGroups`, `StartQuery`, `GetQueryResults`.
final class LogReader {
    /// A call that was permitted leaves this line before the model is asked.
    private static final String ATTEMPTS =
            "filter class_uid = 6003 and unmapped.phase = \"attempt\" | stats count(*) as calls by resources.0.name";

    /// Rows of one query: CloudWatch's own bound, far above the endpoints of an account.
    private static final int ROWS = 10_000;

    /// How long a query may take, and how long is waited between two looks.
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final SignedCalls calls;

    LogReader(SignedCalls calls) {
        this.calls = calls;
    }

    LogFacts read(String name) throws IOException {
        var answer = calls.json(Service.LOGS, "DescribeLogGroups", Map.of("logGroupNamePrefix", name));
        for (var entry : Values.list(answer.get("logGroups"))) {
            var group = Values.map(entry);
            if (name.equals(group.get("logGroupName"))) {
                return new LogFacts(name, Values.number(group, "retentionInDays"), Values.text(group, "kmsKeyId"));
            }
        }
        throw new IOException("there is no log group " + name);
    }

    Map<String, Long> attempts(String group, Instant from, Instant to) throws IOException {
        var started = calls.json(
                Service.LOGS,
                "StartQuery",
                Map.of(
                        "logGroupName",
                        group,
                        "startTime",
                        from.getEpochSecond(),
                        "endTime",
                        to.getEpochSecond(),
                        "limit",
                        ROWS,
                        "queryString",
                        ATTEMPTS));
        var id = Values.text(started, "queryId").orElseThrow(() -> new IOException("the query did not start"));
        for (var waited = Duration.ZERO; waited.compareTo(LONGEST) < 0; waited = waited.plus(PAUSE)) {
            var answer = calls.json(Service.LOGS, "GetQueryResults", Map.of("queryId", id));
            switch (Values.text(answer, "status").orElse("")) {
                case "Complete" -> {
                    return counts(Values.list(answer.get("results")));
                }
                case "Scheduled", "Running", "Unknown" -> pause();
                default -> throw new IOException("the query ended as " + answer.get("status"));
            }
        }
        throw new IOException("the query took longer than " + LONGEST.toSeconds() + " s: ask for a shorter time");
    }

    private static Map<String, Long> counts(List<?> rows) throws IOException {
        var counts = new TreeMap<String, Long>();
        for (var row : rows) {
            var fields = new TreeMap<String, String>();
            for (var field : Values.list(row)) {
                var cell = Values.map(field);
                fields.put(
                        Values.text(cell, "field").orElse(""),
                        Values.text(cell, "value").orElse("0"));
            }
            counts.put(fields.getOrDefault("resources.0.name", ""), Values.count(fields.getOrDefault("calls", "0")));
        }
        return counts;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
