package io.sagegate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A body that cannot be served says which fault it has, and where.
final class OpenAiRequestTest {
    private static Request request(String type, String body) {
        return new Request(
                "id",
                Optional.empty(),
                "function-url",
                "POST",
                "/v1/chat/completions",
                Headers.of("content-type", type),
                body.getBytes(StandardCharsets.UTF_8),
                "192.0.2.1",
                Optional.empty(),
                "",
                Instant.EPOCH,
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"model\":\"m\",\"temperature\":1,\"temperature\":2,\"messages\":[]}|stands twice at character|temperature",
                "\uFEFF{\"model\":\"m\",\"messages\":[]}|byte order mark|read",
                "{\"model\":\"m\",\"messages\":[|not well-formed JSON at character|read",
                "{\"messages\":[]}|no \"model\"|/v1/models",
                "{\"model\":7,\"messages\":[]}|\"model\" must be a text|model",
                "{\"model\":\"m\",\"stream\":\"true\",\"messages\":[]}|\"stream\" must be true or false|stream",
                "{\"model\":\"m\",\"messages\":\"hi\"}|\"messages\"|wrong type",
                "[]|not a JSON object|read",
                "~~|empty|model"
            })
    void theFaultIsNamed(String body, String fault, String more) {
        assertThatThrownBy(() -> OpenAiRequest.read(request("application/json", body), "chat"))
                .isInstanceOf(UnfitBodyException.class)
                .hasMessageContaining(fault)
                .hasMessageContaining(more);
    }

    @Test
    void depthIsNamed() {
        var deep = "{\"model\":\"m\",\"messages\":" + "[".repeat(80) + "]".repeat(80) + "}";
        assertThatThrownBy(() -> OpenAiRequest.read(request("application/json", deep), "chat"))
                .hasMessageContaining("nested deeper");
    }

    @Test
    void theMediaTypeIsNamed() {
        assertThatThrownBy(() -> OpenAiRequest.read(request("text/plain", "{}"), "chat"))
                .hasMessageContaining("Content-Type application/json");
    }

    /// The name of a member is the sender's own text; a strange one is not sent back.
    @Test
    void aStrangeNameIsNotQuoted() {
        var body = "{\"model\":\"m\",\"\u00e9\u0001x\":1,\"\u00e9\u0001x\":2}".replace("\u0001", "\\u0001");
        assertThatThrownBy(() -> OpenAiRequest.read(request("application/json", body), "chat"))
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("\u00e9", "\u0001"));
    }
}
