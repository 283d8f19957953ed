package io.sagegate.filters.guard;

import io.sagegate.filters.json.Cursor;
import io.sagegate.policy.obligation.JsonPath;
import io.sagegate.policy.obligation.JsonPath.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The texts of a request's JSON that a model may read. Not thread-safe.
final class RequestTexts {
    /// Members beside the prompts, at the top or under `parameters`, whose texts no model reads.
    private static final Set<String> SETTINGS = Set.of(
            "model",
            "user",
            "stop",
            "stop_sequences",
            "tool_choice",
            "id",
            "request_id",
            "service_tier",
            "encoding_format",
            "safety_identifier",
            "prompt_cache_key",
            "truncation");

    /// Objects whose members' names no model reads.
    private static final Set<String> HOLDERS =
            Set.of("parameters", "stream_options", "response_format", "logit_bias", "metadata");

    /// Roles, which a chat template writes into the prompt. It writes the types below if it writes whole objects.
    private static final Set<String> ROLES =
            Set.of("system", "developer", "user", "assistant", "tool", "function", "model");

    private static final Set<String> TYPES = Set.of("text", "input_text", "output_text", "message", "json_object");

    /// Members in which inference servers take a prompt as numbers: tokens of a model's own vocabulary, or vectors.
    private static final Set<String> ENCODED =
            Set.of("input_ids", "inputs_embeds", "input_embeds", "prompt_embeds", "prompt_token_ids", "token_ids");

    /// The texts at one place of a document. Places that differ only in their list indexes count as one.
    private static final class Shape {
        private final Map<String, Shape> below = new HashMap<>();
        private final List<String> texts = new ArrayList<>();

        Shape member(String name) {
            return below.computeIfAbsent("." + name, _ -> new Shape());
        }

        Shape element() {
            return below.computeIfAbsent("[]", _ -> new Shape());
        }

        void gather(Set<List<String>> groups) {
            if (texts.size() > 1) {
                groups.add(texts);
            }
            below.values().forEach(shape -> shape.gather(groups));
        }
    }

    private final Set<String> all = new LinkedHashSet<>();
    private final List<String> prompts = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final Shape shape = new Shape();
    private long characters;
    private final Set<String> known = new HashSet<>(Set.of("role", "type"));
    private boolean encoded;

    private RequestTexts(List<JsonPath> paths) {
        for (var path : paths) {
            for (var step : path.steps()) {
                if (step instanceof Step.Member(var name)) {
                    known.add(name);
                }
            }
        }
    }

    static RequestTexts of(@Nullable Object body, List<JsonPath> paths) {
        var texts = new RequestTexts(paths);
        texts.walk(body, Cursor.of(paths), texts.shape, new Around("", "", 0, false));
        return texts;
    }

    static RequestTexts of(String text) {
        var texts = new RequestTexts(List.of());
        texts.note(text);
        texts.prompts.add(text);
        return texts;
    }

    /// Every text and every member's name, once. Empty ones are left out.
    Set<String> all() {
        return all;
    }

    /// The length of all texts together, in characters. A text counts as often as it occurs.
    long characters() {
        return characters;
    }

    /// Groups of texts that a model may read as one: all prompts, all texts, and all at one place. Places that
    /// differ only in their list indexes count as one, such as each instance's question.
    Set<List<String>> groups() {
        var groups = new LinkedHashSet<List<String>>();
        for (var group : List.of(prompts, read)) {
            if (group.size() > 1) {
                groups.add(group);
            }
        }
        shape.gather(groups);
        return groups;
    }

    List<String> prompts() {
        return prompts;
    }

    /// Texts and names outside the prompts that a model may also read.
    List<String> others() {
        return others;
    }

    /// Whether a part of the prompt is no text.
    boolean isEncoded() {
        return encoded;
    }

    /// The surroundings of a value.
    ///
    /// @param holder the name of the member whose value is its own object; empty at the top
    /// @param name the name of the member that has it, or has its array
    /// @param depth the number of objects around it
    /// @param inPrompt whether it is a prompt or an element of one
    private record Around(String holder, String name, int depth, boolean inPrompt) {
        boolean isSetting(String text) {
            return switch (name) {
                case "role" -> ROLES.contains(text);
                case "type" -> TYPES.contains(text);
                default -> SETTINGS.contains(name) && (depth == 1 || (depth == 2 && holder.equals("parameters")));
            };
        }
    }

    private void note(String text) {
        if (!text.isEmpty()) {
            characters += text.length();
            all.add(text);
        }
    }

    private void text(String text, Shape at, Around around) {
        encoded |= ENCODED.contains(around.name());
        note(text);
        if (text.isEmpty() || (!around.inPrompt() && around.isSetting(text))) {
            return;
        }
        (around.inPrompt() ? prompts : others).add(text);
        read.add(text);
        at.texts.add(text);
    }

    private void walk(@Nullable Object value, Cursor cursor, Shape at, Around around) {
        switch (value) {
            case null -> {}
            case String text -> text(text, at, around);
            case Map<?, ?> map -> {
                // A tensor has its name beside its data.
                encoded |= map.get("name") instanceof String name && ENCODED.contains(name) && map.containsKey("data");
                map.forEach((key, member) -> member(String.valueOf(key), member, cursor, at, around));
            }
            case List<?> list -> {
                var element = at.element();
                for (var i = 0; i < list.size(); i++) {
                    var below = cursor.element(i);
                    walk(
                            list.get(i),
                            below,
                            element,
                            below.reached() && !around.inPrompt()
                                    ? new Around(around.holder(), around.name(), around.depth(), true)
                                    : around);
                }
            }
            default -> encoded |= around.inPrompt() || ENCODED.contains(around.name());
        }
    }

    private void member(String name, @Nullable Object value, Cursor cursor, Shape at, Around around) {
        note(name);
        var below = cursor.member(name);
        if (around.depth() > 0 && value != null && !known.contains(name) && !isHeld(around)) {
            others.add(name);
        }
        walk(value, below, at.member(name), new Around(around.name(), name, around.depth() + 1, below.reached()));
    }

    private static boolean isHeld(Around around) {
        return around.depth() == 1 && HOLDERS.contains(around.name());
    }
}
