package io.sagegate.cli.doctor;

import io.sagegate.identity.jwks.Fetcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Fetches with the JDK's own client, as the gateway would: no redirects, bounded in time and size.
final class HttpFetcher implements Fetcher {
    private static final int LARGEST = 262_144;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @Override
    public byte[] get(URI uri) throws IOException {
        try (var client = HttpClient.newBuilder().connectTimeout(LONGEST).build()) {
            var request = HttpRequest.newBuilder(uri).timeout(LONGEST).build();
            var answer = client.send(request, BodyHandlers.ofInputStream());
            try (var in = answer.body()) {
                var bytes = in.readNBytes(LARGEST + 1);
                if (answer.statusCode() != 200) {
                    throw new IOException("status " + answer.statusCode() + " from " + uri);
                }
                if (bytes.length > LARGEST) {
                    throw new IOException("more than " + LARGEST + " bytes from " + uri);
                }
                return bytes;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
