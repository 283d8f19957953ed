package io.sagegate.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Containers' own words.
final class ContainerErrorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\",\"code\":400}}",
                "{\"object\":\"error\",\"message\":\"This model's maximum context length is 8192 tokens.\"}",
                "{\"error\":\"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096.\"}",
                "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"x\"}}",
                "The input (9000 tokens) is longer than the model's context length (4096 tokens).",
                "{\"detail\":\"prompt is too long\"}"
            })
    void aPromptThatIsTooLongIsKnownWhateverTheContainer(String original) {
        var error = ContainerError.of(original);
        assertThat(error.code()).contains("context_length_exceeded");
        assertThat(error.message()).isNotEmpty().doesNotContain("\"error\"", "\"object\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no", "{\"error\":{\"message\":\"CUDA out of memory\"}}", "{", "[1]", "null"})
    void allElseHasNoCode(String original) {
        assertThat(ContainerError.of(original).code()).isEmpty();
    }

    @Test
    void aMessageIsBoundedAndNeverInText() {
        var error = ContainerError.of("secret".repeat(10_000));
        assertThat(error.message()).hasSize(2_000);
        assertThat(error.toString()).doesNotContain("secret");
    }
}
