package io.sagegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The policy of the measurements: callers without limits, with one request limit, and with one token limit.
final class BenchPolicy {
    static final String REQUESTS = "limited-by-requests";
    static final String TOKENS = "limited-by-tokens";

    private static final String YAML = """
            issuers:
              - name: local
                issuer: ${issuer}
                audiences: [api://sagegate]
                algorithms: [RS256, ES256]
                subject: sub
                groups: groups
            roles:
              free:
                - endpoint: tumor-xgb
                  actions: [invoke]
                - endpoint: tale-llm
                  actions: [invoke, invoke-stream]
              by-requests:
                - endpoint: tumor-xgb
                  actions: [invoke]
                  limits: [4000000 requests per day]
              by-tokens:
                - endpoint: tumor-xgb
                  actions: [invoke]
                  limits: [10000000000 tokens per day]
            bindings:
              - role: free
                members: [local:group:clinicians, iam:arn:aws:iam::111122223333:role/BatchScorer]
              - role: by-requests
                members: [local:group:limited-by-requests]
              - role: by-tokens
                members: [local:group:limited-by-tokens]
            """;

    private BenchPolicy() {}

    /// Writes it as a file.
    static Path write(Path directory) throws IOException {
        return Files.writeString(Files.createDirectories(directory).resolve("policy.yaml"), YAML);
    }
}
