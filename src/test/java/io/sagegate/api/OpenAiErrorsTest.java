package io.sagegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.http.Headers;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A container's failure as OpenAI's clients see it.
final class OpenAiErrorsTest {
    private static Problem container(Integer status) {
        return new Problem(
                Reason.MODEL_ERROR, Optional.empty(), Optional.ofNullable(status), Optional.empty(), Headers.none());
    }

    private static JsonNode error(Response response) throws IOException {
        return new ObjectMapper().readTree(response.body()).path("error");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, invalid_request_error",
        "404, 400, invalid_request_error",
        "413, 400, invalid_request_error",
        "422, 400, invalid_request_error",
        "429, 429, rate_limit_error",
        "503, 503, server_error",
        "500, 502, server_error",
        "502, 502, server_error",
        "504, 502, server_error",
        "401, 502, server_error",
        "200, 502, server_error",
        ", 502, server_error"
    })
    void aContainersStatusKeepsItsMeaning(Integer original, int status, String type) throws IOException {
        var response = OpenAi.error(container(original), "id");
        assertThat(response.status()).isEqualTo(status);
        assertThat(error(response).path("type").asText()).isEqualTo(type);
        assertThat(response.headers().has("retry-after")).isEqualTo(status == 429 || status == 503);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void nothingIsEverA424OnTheOpenAiRoutes(Reason reason) {
        assertThat(OpenAi.error(Problem.of(reason), "id").status()).isNotEqualTo(424);
    }

    @Test
    void nativePathsKeepSageMakersStatus() {
        assertThat(container(503).response("id").status()).isEqualTo(424);
    }

    @Test
    void thePromptThatIsTooLongHasTheCodeThatClientsKnow() throws IOException {
        var problem = new Problem(
                Reason.MODEL_ERROR,
                Optional.empty(),
                Optional.of(400),
                Optional.of("context_length_exceeded"),
                Headers.none());
        assertThat(error(OpenAi.error(problem, "id")).path("code").asText()).isEqualTo("context_length_exceeded");
        assertThat(new String(problem.response("id").body(), StandardCharsets.UTF_8))
                .contains("\"container_code\":\"context_length_exceeded\"");
    }
}
