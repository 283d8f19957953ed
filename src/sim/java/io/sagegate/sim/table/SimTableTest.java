package io.sagegate.sim.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.local.SharedWorld;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulated table and DynamoDB Local answer the same to the same requests.
final class SimTableTest {
    private static final String TABLE = "sagegate-usage";
    private static final int OPERATIONS = 150;
    private static final String CREDENTIAL =
            "AWS4-HMAC-SHA256 Credential=local/20261127/eu-west-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=none";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void itAnswersAsDynamoDbDoes(long seed) throws IOException, InterruptedException {
        var random = new Random(seed);
        var generated = new Generated(random, TABLE, "simulated-" + System.nanoTime() + "-");
        var table = new SimTable(SimTable.Watcher.NONE);
        table.create(TABLE);
        try (var client = HttpClient.newHttpClient()) {
            var last = generated.next();
            for (var i = 0; i < OPERATIONS; i++) {
                // Now and then the same again, as after a lost answer.
                last = random.nextInt(8) == 0 ? last : generated.next();
                var request = TableJson.write(last.request());
                var simulated = table.call(last.name(), request, 0);
                assertThat(told(simulated))
                        .as("%s %s", last.name(), new String(request, StandardCharsets.UTF_8))
                        .isEqualTo(told(real(client, last.name(), request)));
            }
        }
    }

    private static SimTable.Reply real(HttpClient client, String operation, byte[] request)
            throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(SharedWorld.get().dynamodb())
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                        .header("Authorization", CREDENTIAL)
                        .POST(BodyPublishers.ofByteArray(request))
                        .build(),
                BodyHandlers.ofByteArray());
        return new SimTable.Reply(answer.statusCode(), answer.body());
    }

    /// The parts of an answer that the gateway reads: the error's name, the items, and the reasons of a cancellation.
    private static Map<String, Object> told(SimTable.Reply reply) {
        var body = TableJson.read(reply.body());
        var told = new TreeMap<String, Object>();
        told.put("status", reply.status());
        var error = String.valueOf(body.getOrDefault("__type", ""));
        told.put("error", error.substring(error.indexOf('#') + 1));
        for (var name : List.of("Item", "Attributes")) {
            if (body.containsKey(name)) {
                told.put(name, Write.item(body.get(name)));
            }
        }
        if (body.containsKey("Responses")) {
            var items = new HashSet<Map<String, Attribute>>();
            for (var item : TableJson.list(TableJson.map(body.get("Responses")).get(TABLE))) {
                items.add(Write.item(item));
            }
            told.put("items", items);
        }
        if (body.containsKey("CancellationReasons")) {
            told.put("reasons", reasons(body));
        }
        return told;
    }

    private static List<Object> reasons(Map<String, Object> body) {
        var reasons = new ArrayList<Object>();
        for (var each : TableJson.list(body.get("CancellationReasons"))) {
            var reason = TableJson.map(each);
            reasons.add(reason.get("Code"));
            reasons.add(reason.containsKey("Item") ? Write.item(reason.get("Item")) : Map.of());
        }
        return reasons;
    }
}
