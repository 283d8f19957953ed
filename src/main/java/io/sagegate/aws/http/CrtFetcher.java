package io.sagegate.aws.http;

import io.sagegate.identity.Fetcher;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Fetches key sets and discovery documents: no redirects, at most [#MAX_BYTES], and the whole exchange
/// within [#TIMEOUT], however slowly the other side drips.
public final class CrtFetcher implements Fetcher {
    static final int MAX_BYTES = 262_144;
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final SdkHttpClient client;

    public CrtFetcher(SdkHttpClient client) {
        this.client = client;
    }

    @Override
    public byte[] get(URI uri) throws IOException {
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(uri)
                .putHeader("Accept", "application/json")
                .putHeader("Host", uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort())
                .build();
        var call = client.prepareRequest(
                HttpExecuteRequest.builder().request(request).build());
        var answer = new CompletableFuture<byte[]>();
        Thread.ofVirtual().name("fetch").start(() -> {
            try {
                answer.complete(read(call));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("the fetch failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            call.abort();
        }
    }

    private static byte[] read(ExecutableHttpRequest call) throws IOException {
        var answer = call.call();
        if (answer.httpResponse().statusCode() != 200 || answer.responseBody().isEmpty()) {
            throw new IOException("status " + answer.httpResponse().statusCode());
        }
        try (var body = answer.responseBody().get()) {
            var bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("longer than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }
}
