package io.sagegate.filters.guard;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.Utf8Pieces;
import io.sagegate.http.MediaType;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.policy.obligation.RequestRules;
import io.sagegate.reason.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Judges a request's body by the grant's guard before a model sees it.
public final class RequestGuard {
    /// A refusal: the reason why the body may not go to the model.
    ///
    /// @param detail what to do about it; quotes nothing of the body
    public record Refusal(Reason reason, String detail) implements Judgement {}

    /// A judgement: the body with its proof, or the refusal.
    public sealed interface Judgement permits GuardedBody, Refusal {}

    private static final Pattern BEGINNING = Pattern.compile("[\\s\uFEFF]*\\{");

    private RequestGuard() {}

    /// Judges the body: returns it with its proof, or refuses it.
    public static Judgement judge(RequestRules rules, String contentType, byte[] body) {
        return check(rules, contentType, body)
                .<Judgement>map(refusal -> refusal)
                .orElseGet(() -> new GuardedBody(body));
    }

    /// The same for a body that the model reads from somewhere else: what is let through is empty.
    public static Judgement judgeElsewhere(RequestRules rules, String contentType, byte[] body) {
        if (MediaType.of(contentType).isJson() && body.length > JsonLimits.BODY.maxBytes()) {
            return new Refusal(
                    Reason.BODY_TOO_LARGE,
                    "A guard of the grant reads JSON of at most " + JsonLimits.BODY.maxBytes() + " bytes.");
        }
        return check(rules, contentType, body)
                .<Judgement>map(refusal -> refusal)
                .orElseGet(() -> new GuardedBody(new byte[0]));
    }

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
            if (!media.isText() || rules.schema().isPresent()) {
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

    /// Judges a text. Many models read JSON under any media type, so a text that is JSON is judged as JSON too.
    private static Optional<Refusal> text(RequestRules rules, String text, byte[] body) {
        var refusal = texts(rules, RequestTexts.of(text));
        if (refusal.isPresent()) {
            return refusal;
        }
        try {
            var value = Json.read(body, JsonLimits.BODY);
            return value instanceof Map<?, ?> || value instanceof List<?> ? json(rules, value) : Optional.empty();
        } catch (JsonException e) {
            // A lenient reader may find prompts in such a text, and a strict reader cannot look into it.
            return BEGINNING.matcher(text).lookingAt()
                    ? refused(Reason.MALFORMED_BODY, "A body that begins like a JSON object must be strict JSON.")
                    : Optional.empty();
        }
    }

    private static Optional<Refusal> json(RequestRules rules, @Nullable Object body) {
        if (rules.schema().isPresent()) {
            var broken = rules.schema().get().violation(body);
            if (broken.isPresent()) {
                return refused(Reason.BODY_BREAKS_SCHEMA, broken.get() + ".");
            }
        }
        return rules.readsTexts() ? texts(rules, RequestTexts.of(body, rules.prompts())) : Optional.empty();
    }

    private static Optional<Refusal> texts(RequestRules rules, RequestTexts texts) {
        if (texts.characters() > rules.maxPromptCharacters()) {
            return refused(
                    Reason.PROMPT_TOO_LONG,
                    "At most " + rules.maxPromptCharacters() + " characters of text are accepted in one request.");
        }
        if (texts.isEncoded()) {
            return refused(
                    Reason.REFUSED_BY_GUARD,
                    "The prompt has numbers, such as token ids or vectors, that the grant's guard cannot read;"
                            + " send it as text.");
        }
        if (isDenied(rules, texts)) {
            return refused(Reason.REFUSED_BY_GUARD, "The request has a text that the grant's guard denies.");
        }
        if (rules.allow().isEmpty()) {
            return Optional.empty();
        }
        if (texts.prompts().isEmpty() || !areAllowed(rules, texts.prompts())) {
            return refused(Reason.REFUSED_BY_GUARD, "The prompt is not one that the grant's guard allows.");
        }
        return areAllowed(rules, texts.others())
                ? Optional.empty()
                : refused(
                        Reason.REFUSED_BY_GUARD,
                        "A text or a name beside the prompt, which the model may read too, is not one that the"
                                + " grant's guard allows.");
    }

    private static boolean isDenied(RequestRules rules, RequestTexts texts) {
        if (rules.deny().isEmpty()) {
            return false;
        }
        for (var text : texts.all()) {
            if (isDenied(rules, Readings.of(text))) {
                return true;
            }
        }
        // A model reads the parts of a message, and messages, as one text.
        for (var group : texts.groups()) {
            for (var between : List.of("", " ", "\n")) {
                if (isDenied(rules, Readings.fewOf(String.join(between, group)))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isDenied(RequestRules rules, Set<String> readings) {
        for (var reading : readings) {
            for (var pattern : rules.deny()) {
                if (pattern.matcher(reading).find()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean areAllowed(RequestRules rules, List<String> texts) {
        return texts.stream()
                .allMatch(text -> rules.allow().stream()
                        .anyMatch(pattern -> pattern.matcher(text).matches()));
    }

    private static Optional<Refusal> refused(Reason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }
}
