package io.sagegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.policy.Action;
import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTest {
    @Test
    void invocationsNameTheirEndpoint() {
        assertThat(Route.of("POST", "/endpoints/fraud-xgb/invocations"))
                .isEqualTo(new Route.Invoke("fraud-xgb", Action.INVOKE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/endpoints/a%2Fb/invocations",
                "/endpoints/../invocations",
                "/endpoints/%2e%2e/invocations",
                "/endpoints/a%252Fb/invocations",
                "/endpoints//invocations",
                "/endpoints/a/invocations/",
                "//endpoints/a/invocations",
                "/endpoints/a\u0000/invocations",
                "/endpoints/a\r\n/invocations",
                "/endpoints/a;x=1/invocations",
                "/endpoints/a_b/invocations",
                "/endpoints/-a/invocations",
                "/endpoints/a?x/invocations",
                "/endpoints/a\\b/invocations",
                "/./healthz",
                "endpoints/a/invocations"
            })
    void requirement14PathsWithMoreThanPlainSegmentsAreRefused(String path) {
        assertThat(Route.of("POST", path))
                .isInstanceOfSatisfying(
                        Route.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED_PATH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "HEAD", "post", "PATCH", ""})
    void requirement15OnlyPostInvokes(String method) {
        assertThat(Route.of(method, "/endpoints/a/invocations"))
                .isInstanceOfSatisfying(Route.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.METHOD_NOT_ALLOWED);
                    assertThat(refused.allow()).containsExactly("POST");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/x",
                "/endpoints",
                "/endpoints/a",
                "/endpoints/a/invocation",
                "/ENDPOINTS/a/invocations"
            })
    void unknownPathsAreNotFound(String path) {
        assertThat(Route.of("POST", path))
                .isInstanceOfSatisfying(
                        Route.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_SUCH_PATH));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, chat",
        "/v1/chat/completions/, chat",
        "/v1//chat/completions, chat",
        "/v1/chat//completions//, chat",
        "/v1/embeddings/, embeddings",
        "/v1//completions, completions"
    })
    void aSlashTooManyIsForgivenWhereNoEndpointIsNamed(String path, String operation) {
        assertThat(Route.of("POST", path)).isEqualTo(new Route.OpenAiCall(operation));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/fraud, fraud",
        "/v1/models/meta-llama/Llama-3:8b, meta-llama/Llama-3:8b",
        "/v1/models/meta-llama%2FLlama-3%3a8b, meta-llama/Llama-3:8b",
        "/v1//models/a.b_c/, a.b_c"
    })
    void aModelIsFoundByItsNamePlainOrEscaped(String path, String name) {
        assertThat(Route.of("GET", path)).isEqualTo(new Route.Models(Optional.of(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/a%252Fb",
                "/v1/models/a%00",
                "/v1/models/%2e%2e",
                "/v1/models/a\r\nb",
                "/v1/../endpoints/a/invocations",
                "/v1/%2e%2e/endpoints/a/invocations",
                "/v1/chat\\completions",
                "/v1/chat/completions\u0000"
            })
    void noOtherEscapeIsForgiven(String path) {
        for (var method : List.of("GET", "POST")) {
            assertThat(Route.of(method, path))
                    .isInstanceOfSatisfying(
                            Route.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED_PATH));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/responses, chat completions",
        "/v1/messages, OpenAI-compatible",
        "/v1/messages/count_tokens, OpenAI-compatible",
        "/v1/audio/speech, invocations",
        "/v1/unheard-of, /v1/chat/completions"
    })
    void aPathOfAnotherApiIsToldWhatThereIs(String path, String told) {
        assertThat(Route.of("POST", path)).isInstanceOfSatisfying(Route.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.NO_SUCH_PATH);
            assertThat(refused.detail().orElseThrow()).contains(told).contains("/v1/models");
        });
    }

    /// The grammar as an expression, against paths made of its own characters.
    @Test
    void aPathIsAcceptedAsItsGrammarSays() {
        var grammar = Pattern.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){1,8}");
        var random = new Random(16);
        var characters = "/a.Z-_9%/".toCharArray();
        for (var round = 0; round < 20_000; round++) {
            var text = new StringBuilder("/x");
            for (var i = random.nextInt(24); i > 0; i--) {
                text.append(characters[random.nextInt(characters.length)]);
            }
            var path = text.toString();
            var malformed =
                    Route.of("GET", path) instanceof Route.Refused refused && refused.reason() == Reason.MALFORMED_PATH;
            assertThat(malformed).as(path).isEqualTo(!grammar.matcher(path).matches());
        }
        assertThat(Route.of("GET", "/" + "a".repeat(128))).isEqualTo(Route.of("GET", "/b"));
        assertThat(Route.of("GET", "/" + "a".repeat(129))).isNotEqualTo(Route.of("GET", "/b"));
        assertThat(Route.of("GET", "/a".repeat(8))).isEqualTo(Route.of("GET", "/b"));
        assertThat(Route.of("GET", "/a".repeat(9))).isNotEqualTo(Route.of("GET", "/b"));
    }
}
