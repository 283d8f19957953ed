package io.sagegate.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Asks the gateway what its policy lets a caller do, before the stack shows a call.
final class Decisions implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI explain;
    private final HttpClient client = HttpClient.newHttpClient();

    Decisions(URI gateway) {
        this.explain = URI.create(gateway + "/explain");
    }

    /// The gateway's answer about a call.
    enum Decision {
        PERMIT,
        DENY,

        /// The gateway does not know the caller: the policy names another issuer, for example.
        UNKNOWN_CALLER
    }

    Decision on(Caller caller, String endpoint, String action) throws IOException, InterruptedException {
        String question = JSON.createObjectNode()
                .put("endpoint", endpoint)
                .put("action", action)
                .toString();
        HttpRequest request = HttpRequest.newBuilder(explain)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header(caller.header(), caller.credential())
                .POST(BodyPublishers.ofString(question))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            return Decision.UNKNOWN_CALLER;
        }
        return JSON.readTree(answer.body()).path("decision").asText().equals("permit")
                ? Decision.PERMIT
                : Decision.DENY;
    }

    boolean permits(Caller caller, String endpoint, String action) throws IOException, InterruptedException {
        return on(caller, endpoint, action) == Decision.PERMIT;
    }

    @Override
    public void close() {
        client.close();
    }
}
