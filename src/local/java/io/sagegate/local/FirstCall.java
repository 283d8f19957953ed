package io.sagegate.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The call that the stack makes by itself once it has started.
///
/// @param caller the caller's name, for people
/// @param audit the last audit line of the call, as it is on record, if one came in time
record FirstCall(String caller, int status, String prediction, Optional<String> audit) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// @param caller the caller, whom the policy lets make the call
    static FirstCall make(LocalWorld world, SampleCall sample, Caller caller) throws IOException, InterruptedException {
        BlockingQueue<JsonNode> lines = new LinkedBlockingQueue<>();
        world.log().follow(lines::add);
        HttpRequest request = HttpRequest.newBuilder(URI.create(world.gateway() + SampleCall.PATH))
                .timeout(PATIENCE)
                .header("Content-Type", "text/csv")
                .header("Accept", "application/json")
                .header(caller.header(), caller.credential())
                .POST(BodyPublishers.ofString(sample.features()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new FirstCall(caller.name(), response.statusCode(), response.body(), last(lines, world));
        }
    }

    /// An attempt line comes first, then the completion. This is the last of the lines that come close together.
    private static Optional<String> last(BlockingQueue<JsonNode> lines, LocalWorld world)
            throws IOException, InterruptedException {
        JsonNode last = null;
        @Nullable JsonNode next = lines.poll(2, TimeUnit.SECONDS);
        while (next != null) {
            last = next;
            next = lines.poll(200, TimeUnit.MILLISECONDS);
        }
        return last == null ? Optional.empty() : recorded(last, world);
    }

    private static Optional<String> recorded(JsonNode line, LocalWorld world) throws IOException {
        String hash = line.at("/unmapped/chain/hash").asText();
        return Files.readAllLines(world.auditLog()).stream()
                .filter(text -> text.contains(hash))
                .findFirst();
    }
}
