package io.sagegate.limits.tokens;

import java.util.List;
import java.util.Set;

/// The shape of bodies that a known container reads, with the members that bound an answer.
///
/// A container ignores the bounds of other shapes, so a bound in another place has no effect.
///
/// @param prompts members, any of which gives a body this shape
/// @param bounds paths of the bounds that the container heeds
/// @param writes whether the answers are surely texts, one for each prompt
record Shape(Set<String> prompts, Set<String> bounds, boolean writes) {
    private static final List<Shape> KNOWN = List.of(
            // OpenAI's chat, as of vLLM, SGLang, TGI and LMI.
            new Shape(Set.of("messages"), Set.of("max_tokens", "max_completion_tokens"), true),
            // OpenAI's completions.
            new Shape(Set.of("prompt", "prompt_embeds"), Set.of("max_tokens"), true),
            // OpenAI's responses and embeddings.
            new Shape(Set.of("input"), Set.of("max_output_tokens"), false),
            // TGI, LMI and Hugging Face's pipelines.
            new Shape(Set.of("inputs"), Set.of("parameters.max_new_tokens"), true),
            // SGLang's own.
            new Shape(Set.of("text", "input_ids"), Set.of("sampling_params.max_new_tokens"), true),
            // vLLM's own.
            new Shape(Set.of("token_ids", "prompt_token_ids"), Set.of("sampling_params.max_tokens"), true),
            // Triton's generate extension.
            new Shape(Set.of("text_input"), Set.of("max_tokens", "parameters.max_tokens"), true));

    /// The shapes that a body with these members has. There are several if a container could take it for any of them.
    static List<Shape> of(Set<String> members) {
        return KNOWN.stream()
                .filter(shape -> shape.prompts.stream().anyMatch(members::contains))
                .toList();
    }

    /// Whether the container heeds one of the bounds at these paths.
    boolean heeds(Set<String> places) {
        return bounds.stream().anyMatch(places::contains);
    }
}
