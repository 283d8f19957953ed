package io.sagegate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.http.Headers;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of named origins, and no others.
final class CorsTest {
    private static final Cors CORS = Cors.of("https://app.example.com, http://localhost:3000");

    private static Request request(String method, String... headers) {
        return new Request(
                "id",
                Optional.empty(),
                "function-url",
                method,
                "/v1/chat/completions",
                Headers.of(headers),
                new byte[0],
                "192.0.2.1",
                Optional.empty(),
                "",
                Instant.EPOCH,
                Optional.empty());
    }

    private static Request preflight(String origin, String fields) {
        return request(
                "OPTIONS",
                "origin",
                origin,
                "access-control-request-method",
                "POST",
                "access-control-request-headers",
                fields);
    }

    @Test
    void aPreflightOfANamedOriginIsAnswered() {
        var request = preflight("https://app.example.com", "authorization,content-type,x-stainless-os");
        assertThat(CORS.isPreflight(request)).isTrue();
        var answer = CORS.preflight(request);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().first("access-control-allow-headers"))
                .contains("authorization,content-type,x-stainless-os");
        assertThat(CORS.fields(request).first("access-control-allow-origin")).contains("https://app.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com.evil.example",
                "https://evil.example",
                "http://app.example.com",
                "https://app.example.com:8443",
                "HTTPS://APP.EXAMPLE.COM",
                "null",
                ""
            })
    void noOtherOriginIs(String origin) {
        var request = preflight(origin, "authorization");
        assertThat(CORS.isPreflight(request)).isFalse();
        assertThat(CORS.fields(request).first("access-control-allow-origin")).isEmpty();
        assertThat(CORS.fields(request).first("vary")).contains("origin");
    }

    @Test
    void offMeansThatNoFieldIsSent() {
        assertThat(Cors.OFF
                        .fields(request("GET", "origin", "https://app.example.com"))
                        .has("vary"))
                .isFalse();
        assertThat(Cors.of("")).isEqualTo(Cors.OFF);
    }

    @Test
    void aFieldThatNoHeaderHasIsNotReflected() {
        var answer = CORS.preflight(preflight("https://app.example.com", "x y\tset-cookie: z"));
        assertThat(answer.headers().has("access-control-allow-headers")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "app.example.com", "https://app.example.com/", "https://*.example.com", "null"})
    void aSettingThatIsNoOriginIsRefused(String setting) {
        assertThatThrownBy(() -> Cors.of(setting)).isInstanceOf(IllegalArgumentException.class);
    }
}
