package io.sagegate.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.sagegate.local.http.Header;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Makes Function URL events without a front: the same call with different credentials.
public record Events(String region, String path, String contentType, String body) {
    public JsonNode anonymous() {
        return event(Optional.empty(), Stream.empty());
    }

    public JsonNode withToken(String token) {
        return event(Optional.empty(), Stream.of(new Header("Authorization", "Bearer " + token)));
    }

    public JsonNode withIdentity(String arn) {
        return event(Optional.of(LocalIdentity.parse(arn)), Stream.empty());
    }

    private JsonNode event(Optional<LocalIdentity> identity, Stream<Header> more) {
        List<Header> headers = Stream.concat(Stream.of(new Header("Content-Type", contentType)), more)
                .toList();
        InstantSource clock = InstantSource.system();
        return new FunctionUrl(region)
                .event(new FrontRequest(
                        "POST",
                        path,
                        "",
                        headers,
                        body.getBytes(StandardCharsets.UTF_8),
                        "127.0.0.1",
                        identity,
                        UUID.randomUUID().toString(),
                        TraceHeader.of("", clock.instant()).forClient(),
                        clock.instant()));
    }
}
