package io.sagegate.inference;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The error of a container: its message, and the class of the failure if the gateway knows it. Never logged; a
/// policy decides who may read the message.
///
/// @param message at most 2,000 characters
public record ContainerError(String message, Optional<String> code) {
    /// The code by which OpenAI's clients recognize a prompt that does not fit the model.
    public static final String CONTEXT_LENGTH = "context_length_exceeded";

    /// Longest message that is kept, in characters.
    private static final int LONGEST = 2_000;

    private static final JsonLimits BOUNDS = new JsonLimits(65_536, 16, 64);

    /// Phrases by which vLLM, TGI, SGLang, LMI and OpenAI report too long a prompt, in lower case.
    private static final List<String> TOO_LONG = List.of(
            CONTEXT_LENGTH,
            "maximum context length",
            "context length exceeded",
            "longer than the model's context length",
            "longer than the maximum model length",
            "exceeds the model's maximum",
            "maximum model length",
            "max_model_len",
            "`inputs` must have less than",
            "`inputs` tokens + `max_new_tokens` must be",
            "prompt is too long");

    /// Reads the container's message that SageMaker passes on: text, or JSON in the form of most containers.
    public static ContainerError of(String original) {
        var message = message(original);
        var lower = original.toLowerCase(Locale.ROOT);
        var tooLong = TOO_LONG.stream().anyMatch(lower::contains);
        return new ContainerError(
                message.substring(0, Math.min(message.length(), LONGEST)),
                tooLong ? Optional.of(CONTEXT_LENGTH) : Optional.empty());
    }

    private static String message(String original) {
        try {
            var members = Json.readObject(original.getBytes(StandardCharsets.UTF_8), BOUNDS);
            var error = members.get("error") instanceof Map<?, ?> inner ? inner : members;
            for (var name : List.of("message", "error", "detail")) {
                if (error.get(name) instanceof String text) {
                    return text;
                }
            }
            return original;
        } catch (JsonException e) {
            return original;
        }
    }

    /// Shows the size only.
    @Override
    public String toString() {
        return "ContainerError[" + message.length() + " characters]";
    }
}
