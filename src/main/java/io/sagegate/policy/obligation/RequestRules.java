package io.sagegate.policy.obligation;

import com.google.re2j.Pattern;
import io.sagegate.json.schema.JsonSchema;
import java.util.List;
import java.util.Optional;

/// What a request's body must hold to before a model sees it.
///
/// @param name the guard's name in the policy
/// @param maxPromptCharacters the most characters of all its texts together
/// @param deny expressions that may occur in none of its texts
/// @param allow expressions of which one must match each prompt, and each other text that a model may read, whole;
///     empty for any prompt
/// @param prompts where the prompts are in a JSON body
/// @param schema what the JSON body must look like
public record RequestRules(
        String name,
        int maxPromptCharacters,
        List<Pattern> deny,
        List<Pattern> allow,
        List<JsonPath> prompts,
        Optional<JsonSchema> schema) {
    public static final RequestRules NONE =
            new RequestRules("", Integer.MAX_VALUE, List.of(), List.of(), List.of(), Optional.empty());

    public RequestRules {
        deny = List.copyOf(deny);
        allow = List.copyOf(allow);
        prompts = List.copyOf(prompts);
    }

    /// Whether a request's body must be read.
    public boolean readsBodies() {
        return readsTexts() || schema.isPresent();
    }

    /// Whether its texts matter, and not only its form.
    public boolean readsTexts() {
        return maxPromptCharacters != Integer.MAX_VALUE || !deny.isEmpty() || !allow.isEmpty();
    }
}
