package io.sagegate.aws.telemetry;

import io.sagegate.identity.jwks.Fetcher;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts failed fetches of key sets and discovery documents, for the next request's metrics. Thread-safe.
public final class MeasuredFetcher implements Fetcher {
    private final Fetcher fetcher;
    private final AtomicInteger failures = new AtomicInteger();

    public MeasuredFetcher(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    @Override
    public byte[] get(URI uri) throws IOException {
        try {
            return fetcher.get(uri);
        } catch (IOException | RuntimeException e) {
            failures.incrementAndGet();
            throw e;
        }
    }

    /// Returns how many fetches failed since the last call.
    public int takeFailures() {
        return failures.getAndSet(0);
    }
}
