package io.sagegate.limits.tokens;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The bodies that known containers read, each with the members by which the container bounds an answer.
///
/// A container overlooks the bounds of another one's bodies, so a bound in another place bounds nothing.
enum Shape {
    /// OpenAI's chat, as of vLLM, SGLang, TGI and LMI.
    CHAT(Set.of("messages"), Set.of("max_tokens", "max_completion_tokens"), true),
    /// OpenAI's completions.
    COMPLETION(Set.of("prompt", "prompt_embeds"), Set.of("max_tokens"), true),
    /// OpenAI's responses and embeddings.
    INPUT(Set.of("input"), Set.of("max_output_tokens"), false),
    /// TGI, LMI and Hugging Face's pipelines.
    GENERATE(Set.of("inputs"), Set.of("parameters.max_new_tokens"), true),
    /// SGLang's own.
    SGLANG(Set.of("text", "input_ids"), Set.of("sampling_params.max_new_tokens"), true),
    /// vLLM's own.
    TOKENS(Set.of("token_ids", "prompt_token_ids"), Set.of("sampling_params.max_tokens"), true),
    /// Triton's generate extension.
    TRITON(Set.of("text_input"), Set.of("max_tokens", "parameters.max_tokens"), true);

    private final Set<String> prompts;
    private final Set<String> bounds;
    private final boolean writes;

    Shape(Set<String> prompts, Set<String> bounds, boolean writes) {
        this.prompts = prompts;
        this.bounds = bounds;
        this.writes = writes;
    }

    /// The shapes of a body with these members: more than one where a container could take it for either.
    static List<Shape> of(Set<String> members) {
        return Arrays.stream(values())
                .filter(shape -> shape.prompts.stream().anyMatch(members::contains))
                .toList();
    }

    /// Whether the container heeds one of these bounds.
    boolean heeds(Set<String> places) {
        return bounds.stream().anyMatch(places::contains);
    }

    /// Whether its answers are surely texts, one for each prompt.
    boolean writes() {
        return writes;
    }
}
