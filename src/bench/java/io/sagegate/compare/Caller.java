package io.sagegate.compare;

import io.sagegate.compare.Contender.Running;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One caller, who asks again as soon as it has an answer, over one connection.
final class Caller implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Makes whole calls; returns the nanoseconds of each.
    List<Long> whole(Running way, int calls) throws IOException, InterruptedException {
        List<Long> nanos = new ArrayList<>(calls);
        for (var i = 0; i < calls; i++) {
            var request = way.requests().make();
            var begun = System.nanoTime();
            var answer = client.send(request, BodyHandlers.ofString());
            nanos.add(System.nanoTime() - begun);
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode() + ": " + answer.body());
            }
        }
        return nanos;
    }

    /// Makes streamed calls; returns the nanoseconds to the first bytes of each body.
    List<Long> streamed(Running way, int calls) throws IOException, InterruptedException {
        List<Long> nanos = new ArrayList<>(calls);
        for (var i = 0; i < calls; i++) {
            var request = way.requests().make();
            var begun = System.nanoTime();
            var answer = client.send(request, BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                var first = body.read();
                nanos.add(System.nanoTime() - begun);
                if (answer.statusCode() != 200 || first < 0) {
                    throw new IOException("status " + answer.statusCode() + ": "
                            + new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
                body.readAllBytes();
            }
        }
        return nanos;
    }

    @Override
    public void close() {
        client.close();
    }
}
