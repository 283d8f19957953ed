package io.sagegate.gateway;

import io.sagegate.api.Request;
import io.sagegate.http.Headers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// First stages for tests.
final class Arrivals {
    private Arrivals() {}

    /// A request that has arrived and nothing more.
    static Received any() {
        var request = new Request(
                "id",
                Optional.empty(),
                "function-url",
                "POST",
                "/endpoints/llm/invocations",
                Headers.none(),
                new byte[0],
                "192.0.2.1",
                Optional.empty(),
                "",
                Instant.EPOCH.plusSeconds(30),
                Optional.empty());
        return Received.of(request, InstantSource.fixed(Instant.EPOCH));
    }
}
