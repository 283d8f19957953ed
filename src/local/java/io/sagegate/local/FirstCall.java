package io.sagegate.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The call the stack makes by itself when it is up.
///
/// @param caller who called, for people
/// @param audit the last audit line the call left, where one came in time
record FirstCall(String caller, int status, String prediction, Optional<JsonNode> audit) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static FirstCall make(LocalWorld world, SampleCall sample) throws IOException, InterruptedException {
        BlockingQueue<JsonNode> lines = new LinkedBlockingQueue<>();
        world.log().follow(lines::add);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(world.gateway() + SampleCall.PATH))
                .timeout(PATIENCE)
                .header("Content-Type", "text/csv")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(sample.features()));
        Optional<String> token = world.localIssuer().map(i -> i.token("alice"));
        token.ifPresentOrElse(
                t -> request.header("Authorization", "Bearer " + t),
                () -> request.header("X-Local-Iam-Arn", SampleCall.IAM_ARN));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            String caller = token.isPresent() ? "alice" : SampleCall.IAM_ARN;
            return new FirstCall(caller, response.statusCode(), response.body(), last(lines));
        }
    }

    /// An attempt line comes first, then the completion: the last of those that come close together.
    private static Optional<JsonNode> last(BlockingQueue<JsonNode> lines) throws InterruptedException {
        JsonNode last = null;
        @Nullable JsonNode next = lines.poll(2, TimeUnit.SECONDS);
        while (next != null) {
            last = next;
            next = lines.poll(200, TimeUnit.MILLISECONDS);
        }
        return Optional.ofNullable(last);
    }
}
