package io.sagegate.filters;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.policy.obligation.RequestRules;
import io.sagegate.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges a request's body before a model sees it.
public final class RequestGuard {
    /// Why the body may not go to the model.
    ///
    /// @param detail what to do about it; quotes nothing of the body
    public record Refusal(Reason reason, String detail) {}

    private static final String DENIED = "The request has a text that the grant's guard denies.";

    private RequestGuard() {}

    /// Empty when the body holds to the rules.
    public static Optional<Refusal> check(RequestRules rules, String contentType, byte[] body) {
        if (!rules.readsBodies()) {
            return Optional.empty();
        }
        var media = MediaType.of(contentType);
        if (!media.isUtf8()) {
            return refused(Reason.UNSUPPORTED_MEDIA_TYPE, "A guard of the grant reads bodies in UTF-8 only.");
        }
        try {
            if (media.isJson()) {
                return json(rules, Json.read(body, JsonLimits.BODY));
            }
            if (!media.type().startsWith("text/") || rules.schema().isPresent()) {
                return refused(Reason.UNSUPPORTED_MEDIA_TYPE, "A guard of the grant reads JSON and text bodies only.");
            }
            var decoder = new Utf8Pieces();
            var text = decoder.push(body);
            decoder.finish();
            return text(rules, text, body);
        } catch (JsonException | FilterException e) {
            return refused(Reason.MALFORMED_BODY, "The body is not what its Content-Type says.");
        }
    }

    /// Many models read a JSON body whatever its type says, so a text is judged as JSON too where it is JSON,
    /// and by what its escapes stand for where it only looks like it.
    private static Optional<Refusal> text(RequestRules rules, String text, byte[] body) {
        var refusal = texts(rules, List.of(text), List.of(text));
        if (refusal.isPresent()) {
            return refusal;
        }
        var plain = JsonEscapes.undone(text);
        if (rules.deny().stream().anyMatch(pattern -> pattern.matcher(plain).find())) {
            return refused(Reason.REFUSED_BY_GUARD, DENIED);
        }
        try {
            var value = Json.read(body, JsonLimits.BODY);
            return value instanceof Map<?, ?> || value instanceof List<?> ? json(rules, value) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static Optional<Refusal> json(RequestRules rules, @Nullable Object body) {
        if (rules.schema().isPresent()) {
            var broken = rules.schema().get().violation(body);
            if (broken.isPresent()) {
                return refused(Reason.BODY_BREAKS_SCHEMA, broken.get() + ".");
            }
        }
        var all = new ArrayList<String>();
        collect(body, all);
        var prompts = new ArrayList<String>();
        prompts(body, Cursor.of(rules.prompts()), prompts);
        return texts(rules, all, prompts);
    }

    private static Optional<Refusal> texts(RequestRules rules, List<String> all, List<String> prompts) {
        var characters = all.stream().mapToLong(String::length).sum();
        if (characters > rules.maxPromptCharacters()) {
            return refused(
                    Reason.PROMPT_TOO_LONG,
                    "At most " + rules.maxPromptCharacters() + " characters of text are accepted in one request.");
        }
        // Joined too, since a model reads the parts of a message as one text.
        var joined = List.of(String.join("", prompts), String.join("\n", prompts));
        for (var pattern : rules.deny()) {
            if (all.stream().anyMatch(text -> pattern.matcher(text).find())
                    || joined.stream().anyMatch(text -> pattern.matcher(text).find())) {
                return refused(Reason.REFUSED_BY_GUARD, DENIED);
            }
        }
        if (!rules.allow().isEmpty()) {
            var allowed = prompts.stream()
                    .allMatch(text -> rules.allow().stream()
                            .anyMatch(pattern -> pattern.matcher(text).matches()));
            if (prompts.isEmpty() || !allowed) {
                return refused(Reason.REFUSED_BY_GUARD, "The prompt is not one that the grant's guard allows.");
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refused(Reason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }

    private static void collect(@Nullable Object value, List<String> texts) {
        switch (value) {
            case String text -> texts.add(text);
            case Map<?, ?> map ->
                map.forEach((name, member) -> {
                    texts.add(String.valueOf(name));
                    collect(member, texts);
                });
            case List<?> list -> list.forEach(element -> collect(element, texts));
            case null, default -> {}
        }
    }

    private static void prompts(@Nullable Object value, Cursor cursor, List<String> texts) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((name, member) -> prompt(member, cursor.member(String.valueOf(name)), texts));
            case List<?> list -> {
                for (var i = 0; i < list.size(); i++) {
                    prompt(list.get(i), cursor.element(i), texts);
                }
            }
            case null, default -> {}
        }
    }

    private static void prompt(@Nullable Object value, Cursor cursor, List<String> texts) {
        if (cursor.reached() && value instanceof String text) {
            texts.add(text);
        }
        prompts(value, cursor, texts);
    }
}
