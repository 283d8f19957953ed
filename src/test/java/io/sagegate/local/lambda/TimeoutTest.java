package io.sagegate.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The time limit with a real process behind it.
@Execution(ExecutionMode.CONCURRENT)
final class TimeoutTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Test
    void hungFunctionIsKilledAndStartedAgainForTheNextCall(@TempDir Path directory) throws Exception {
        EchoFunction echo = new EchoFunction();
        echo.open(directory, Duration.ofSeconds(3), 1);
        try {
            assertThat(status(echo.url() + "/x")).isEqualTo(201);
            assertThat(status(echo.url() + "/sleep")).isEqualTo(502);
            assertThat(status(echo.http() + "/sleep")).isEqualTo(504);
            assertThat(status(echo.url() + "/x")).isEqualTo(201);
            assertThat(Files.readString(directory.resolve("function.log"))).contains("timed out after 3000 ms");
        } finally {
            echo.close();
        }
    }

    @Test
    void everyEnvironmentTakesACallOfItsOwn(@TempDir Path directory) throws Exception {
        EchoFunction echo = new EchoFunction();
        echo.open(directory, Duration.ofSeconds(10), 2);
        try {
            var hung = CLIENT.sendAsync(
                    HttpRequest.newBuilder(URI.create(echo.url() + "/sleep")).build(), BodyHandlers.discarding());
            assertThat(status(echo.url() + "/x")).isEqualTo(201);
            assertThat(hung.isDone()).isFalse();
        } finally {
            echo.close();
        }
    }

    private static int status(String uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
        return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    }
}
