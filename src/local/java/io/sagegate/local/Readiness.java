package io.sagegate.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/// Waits until the gateway's own health check answers.
final class Readiness {
    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Readiness() {}

    /// @param log the function's log, which a failure names
    static void await(URI health, Path log) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(health).timeout(PATIENCE).build();
            int status = 0;
            for (int i = 0; i < TRIES && status / 100 != 2; i++) {
                Thread.sleep(i == 0 ? Duration.ZERO : PAUSE);
                status = client.send(request, BodyHandlers.discarding()).statusCode();
            }
            if (status / 100 != 2) {
                throw new IOException(
                        "the gateway does not start: " + health + " answers " + status + "; " + log + " says why");
            }
        }
    }
}
