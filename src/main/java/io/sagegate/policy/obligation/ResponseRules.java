package io.sagegate.policy.obligation;

import java.util.List;
import java.util.Set;

/// A filter: the rules that are applied to an answer before it leaves. Members are selected first, then texts are
/// masked, each in the order written.
///
/// @param name the filter's name in the policy
/// @param contentTypes the media types that may leave, without parameters; empty for any
/// @param maxBytes the largest answer of the model that may leave
/// @param deltas names of the members whose texts a stream sends piece by piece
/// @param wholes names of the members whose texts are never pieces of a longer one
public record ResponseRules(
        String name,
        Set<String> contentTypes,
        long maxBytes,
        List<Selection> selections,
        List<Masking> maskings,
        Set<String> deltas,
        Set<String> wholes) {
    /// The members that streams send piece by piece: those of OpenAI, TGI, vLLM, LMI, Triton, Anthropic, Cohere and
    /// Bedrock.
    public static final Set<String> USUAL_DELTAS = Set.of(
            "content",
            "text",
            "reasoning_content",
            "reasoning",
            "refusal",
            "arguments",
            "partial_json",
            "thinking",
            "completion",
            "output_text",
            "delta",
            "outputs",
            "token",
            "response",
            "generated_text",
            "message",
            "output",
            "outputText",
            "text_output",
            "generation",
            "tool_plan");

    /// The members that describe an event, beside its text.
    public static final Set<String> USUAL_WHOLES = Set.of(
            "id",
            "object",
            "model",
            "type",
            "role",
            "name",
            "event",
            "status",
            "label",
            "predicted_label",
            "class",
            "language",
            "created_at",
            "timestamp",
            "system_fingerprint",
            "service_tier",
            "finish_reason",
            "finishReason",
            "stop_reason",
            "stop_sequence",
            "completionReason",
            "matched_stop",
            "event_type",
            "event_id",
            "item_id",
            "call_id",
            "request_id",
            "response_id",
            "generation_id",
            "trace_id",
            "model_name",
            "model_version",
            "obfuscation",
            "done_reason",
            "completion_reason");

    public static final ResponseRules NONE =
            new ResponseRules("", Set.of(), Long.MAX_VALUE, List.of(), List.of(), Set.of(), Set.of());

    public ResponseRules {
        contentTypes = Set.copyOf(contentTypes);
        selections = List.copyOf(selections);
        maskings = List.copyOf(maskings);
        deltas = Set.copyOf(deltas);
        wholes = Set.copyOf(wholes);
    }

    /// Whether the filter reads an answer's body, and does not only measure it.
    public boolean readsBodies() {
        return !selections.isEmpty() || !maskings.isEmpty();
    }
}
