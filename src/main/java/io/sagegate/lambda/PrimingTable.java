package io.sagegate.lambda;

import io.sagegate.aws.dynamodb.policy.PolicyKeys;
import io.sagegate.identity.ApiKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Both tables of the made-up environment of priming, with one policy and one API key.
///
/// @param issuer the address of the issuer whose tokens the policy lets in
record PrimingTable(String issuer, ApiKey apiKey) {
    /// Returns the rows that a decision needs, in DynamoDB's JSON.
    String answer(String operation, String body) {
        var rows = rows();
        if (operation.endsWith(".BatchGetItem")) {
            var found = rows.entrySet().stream()
                    .filter(row -> body.contains("\"" + row.getKey() + "\""))
                    .map(Map.Entry::getValue)
                    .toList();
            var table = body.replaceFirst("(?s).*?\"RequestItems\":\\{\"([^\"]+)\".*", "$1");
            return "{\"Responses\":{\"" + table + "\":[" + String.join(",", found) + "]},\"UnprocessedKeys\":{}}";
        }
        return rows.entrySet().stream()
                .filter(row -> body.contains("\"" + row.getKey() + "\""))
                .findFirst()
                .map(row -> "{\"Item\":" + row.getValue() + "}")
                .orElse("{}");
    }

    private Map<String, String> rows() {
        var issuers = "{\"L\":[{\"M\":{\"name\":{\"S\":\"priming\"},\"issuer\":{\"S\":\"" + issuer
                + "\"},\"audiences\":{\"L\":[{\"S\":\"priming\"}]}}}]}";
        var actions = "\"actions\":{\"L\":[{\"S\":\"invoke\"},{\"S\":\"invoke-stream\"}]}";
        var limits = "\"limits\":{\"L\":[{\"S\":\"1000000 requests per day\"},{\"S\":\"1000000000 tokens per day\"},"
                + "{\"S\":\"1000 concurrent\"}]}";
        var grants = "{\"L\":[{\"M\":{\"endpoint\":{\"S\":\"priming\"}," + actions
                + "}},{\"M\":{\"endpoint\":{\"S\":\"limited\"}," + actions + "," + limits + "}}]}";
        var models = "{\"M\":{\"priming\":{\"M\":{\"endpoint\":{\"S\":\"priming\"}}}}}";
        var bound = "{\"L\":[{\"S\":\"priming\"}]}";
        var rows = new HashMap<String, String>();
        rows.put(PolicyKeys.CURRENT, row(PolicyKeys.CURRENT, "revision", "{\"N\":\"1\"}"));
        rows.put(PolicyKeys.issuers(1), row(PolicyKeys.issuers(1), "issuers", issuers));
        rows.put(PolicyKeys.role(1, "priming"), row(PolicyKeys.role(1, "priming"), "grants", grants));
        rows.put(PolicyKeys.models(1), row(PolicyKeys.models(1), "models", models));
        for (var member :
                List.of("priming:group:priming", "iam:arn:aws:iam::000000000000:role/Priming", "key:priming")) {
            var id = PolicyKeys.member(1, member);
            rows.put(id, row(id, "roles", bound));
        }
        rows.put(PolicyKeys.apiKey(apiKey.id()), key());
        return rows;
    }

    private String key() {
        var now = Instant.now().getEpochSecond();
        return "{\"id\":{\"S\":\"" + PolicyKeys.apiKey(apiKey.id())
                + "\"},\"client\":{\"S\":\"priming\"},\"hash\":{\"S\":\"" + apiKey.hash() + "\"},\"created\":{\"N\":\""
                + now
                + "\"},\"expires\":{\"N\":\"" + (now + 600) + "\"}}";
    }

    private static String row(String id, String name, String value) {
        return "{\"id\":{\"S\":\"" + id + "\"},\"" + name + "\":" + value + "}";
    }
}
