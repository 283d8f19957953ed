package io.sagegate.api;

import io.sagegate.http.Headers;
import io.sagegate.trace.TraceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Answers that the gateway gives about itself.
public final class Answers {
    private static final byte[] HEALTH = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);

    private Answers() {}

    /// Header fields of every answer: the ids that find it in the log and the traces, and `nosniff`. Without
    /// `nosniff` a browser could take a model's text for a page.
    public static Headers fields(TraceContext trace, String requestId) {
        return trace.answer(requestId).with("x-content-type-options", "nosniff");
    }

    public static Response health() {
        return new Response(200, Headers.of("content-type", "application/json", "cache-control", "no-store"), HEALTH);
    }

    public static Response description() {
        return new Response(200, Headers.of("content-type", "application/json"), openApi());
    }

    private static byte[] openApi() {
        try (var resource = Answers.class.getResourceAsStream("/openapi.json")) {
            if (resource == null) {
                throw new IllegalStateException("openapi.json is not in the package");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
