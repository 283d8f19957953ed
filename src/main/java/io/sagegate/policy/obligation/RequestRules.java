package io.sagegate.policy.obligation;

import com.google.re2j.Pattern;
import io.sagegate.json.schema.JsonSchema;
import java.util.List;
import java.util.Optional;

/// A guard: the rules that a request's body must meet before a model sees it.
///
/// @param name the guard's name in the policy
/// @param maxPromptCharacters the most characters of all its texts together
/// @param deny expressions that may match in none of its texts
/// @param allow expressions; one must match the whole of each text that a model may read; empty for any text
/// @param prompts the paths of the prompts in a JSON body
/// @param schema the schema that the JSON body must meet
/// @param shadow of a guard that judges and refuses nothing
public record RequestRules(
        String name,
        int maxPromptCharacters,
        List<Pattern> deny,
        List<Pattern> allow,
        List<JsonPath> prompts,
        Optional<JsonSchema> schema,
        Optional<Shadow> shadow) {
    public static final RequestRules NONE = new RequestRules(
            "", Integer.MAX_VALUE, List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

    public RequestRules {
        deny = List.copyOf(deny);
        allow = List.copyOf(allow);
        prompts = List.copyOf(prompts);
    }

    /// Whether a request's body must be read.
    public boolean readsBodies() {
        return readsTexts() || schema.isPresent();
    }

    /// Whether the guard reads the body's texts, and not only its form.
    public boolean readsTexts() {
        return maxPromptCharacters != Integer.MAX_VALUE || !deny.isEmpty() || !allow.isEmpty();
    }
}
