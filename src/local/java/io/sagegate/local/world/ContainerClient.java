package io.sagegate.local.world;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls a container's `/invocations` with the headers that SageMaker passes on, and no others.
final class ContainerClient implements AutoCloseable {
    private static final String PREFIX = "x-amzn-sagemaker-";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    HttpResponse<byte[]> whole(
            URI container, Map<String, String> headers, byte[] body, Duration limit, int largestResponse)
            throws IOException, TimeoutException {
        return await(
                client.sendAsync(
                        request(container, headers, body),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), largestResponse)),
                limit);
    }

    /// Returns when the container has begun to answer.
    HttpResponse<InputStream> stream(URI container, Map<String, String> headers, byte[] body, Duration limit)
            throws IOException, TimeoutException {
        return await(client.sendAsync(request(container, headers, body), BodyHandlers.ofInputStream()), limit);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    private static HttpRequest request(URI container, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(container.resolve("/invocations"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach((name, value) -> {
            // The stream operation has its own Accept, since the SDK's is the event stream's.
            if (name.equals(PREFIX + "accept")) {
                request.setHeader("accept", value);
            } else if (name.equals("content-type") || name.startsWith(PREFIX)) {
                request.setHeader(name, value);
            } else if (name.equals("accept") && !headers.containsKey(PREFIX + "accept")) {
                request.setHeader(name, value);
            }
        });
        return request.build();
    }

    private static <T> T await(CompletableFuture<T> answer, Duration limit) throws IOException, TimeoutException {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException | CancellationException e) {
            throw new IOException("the container's answer broke off", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }
}
