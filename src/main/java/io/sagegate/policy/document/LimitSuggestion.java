package io.sagegate.policy.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Suggests the limit text that was probably meant where a text cannot be read.
///
/// A suggestion is made only if its text can be read as it stands.
final class LimitSuggestion {
    private static final Map<Pattern, String> REWRITES = rewrites();
    private static final String PRICE = " at 0.50 USD per 1000 tokens";

    private LimitSuggestion() {}

    static LimitText.Sentence parse(PolicyNode node) throws PolicySyntaxException {
        try {
            return LimitText.parse(node);
        } catch (PolicySyntaxException e) {
            var meant = node.value() instanceof String text ? meant(text) : Optional.<String>empty();
            if (meant.isEmpty()) {
                throw e;
            }
            throw node.error(e.getMessage() + Suggestion.is(meant.get()));
        }
    }

    private static Optional<String> meant(String text) {
        // 128 characters: longer than any limit, so there is nothing to suggest.
        if (text.length() > 128) {
            return Optional.empty();
        }
        var rewritten = text;
        for (var rewrite : REWRITES.entrySet()) {
            rewritten = rewrite.getKey().matcher(rewritten).replaceAll(rewrite.getValue());
        }
        var priced = rewritten.contains(" USD ") && !rewritten.contains(" at ") ? rewritten.strip() + PRICE : rewritten;
        var meant = priced.strip();
        return !meant.equals(text) && isReadable(meant) ? Optional.of(meant) : Optional.empty();
    }

    private static boolean isReadable(String text) {
        try {
            LimitText.parse(new PolicyNode(text, ""));
            return true;
        } catch (PolicySyntaxException e) {
            return false;
        }
    }

    /// The order counts: one rewrite makes the text that the next one reads.
    private static Map<Pattern, String> rewrites() {
        var rewrites = new LinkedHashMap<Pattern, String>();
        put(rewrites, "(?<=[0-9])_(?=[0-9])", "");
        put(rewrites, "\\$\\s*([0-9.,]+)", "$1 USD ");
        put(rewrites, "\\b([0-9]+)k\\b", "$1000");
        put(rewrites, "(?<=[0-9])(?=[a-z])", " ");
        put(rewrites, "\\s*/\\s*|\\s+(?:a|an|each|every)\\s+", " per ");
        put(rewrites, "\\brps\\b", "requests per second");
        put(rewrites, "\\brpm\\b", "requests per minute");
        put(rewrites, "\\brpd\\b", "requests per day");
        put(rewrites, "\\btps\\b", "tokens per second");
        put(rewrites, "\\btpm\\b", "tokens per minute");
        put(rewrites, "\\b(?:parallel|simultaneous|concurrent)\\b(?:\\s+(?:requests?|calls?))?", "concurrent");
        put(rewrites, "\\b(?:requests|reqs?|calls|invocations)\\b", "requests");
        put(rewrites, "\\btoks?\\b", "tokens");
        put(rewrites, "\\b(?:usd|dollars?)\\b", "USD");
        put(rewrites, "\\bkb\\b", "KB");
        put(rewrites, "\\bmb\\b", "MB");
        put(rewrites, "\\bgb\\b", "GB");
        put(rewrites, "\\b(?:s|secs?|seconds)\\b", "second");
        put(rewrites, "\\b(?:m|mins?|minutes)\\b", "minute");
        put(rewrites, "\\b(?:h|hrs?|hours)\\b", "hour");
        put(rewrites, "\\b(?:d|days)\\b", "day");
        put(rewrites, "\\b(?:mo|months)\\b", "month");
        put(rewrites, "\\s*[,;(]?\\s*\\b(burst|reserve)\\b\\s*(?:of|=|:)?\\s*([0-9,]+)\\)?", ", $1 $2");
        put(rewrites, "\\s+", " ");
        return rewrites;
    }

    private static void put(Map<Pattern, String> rewrites, String wrong, String right) {
        rewrites.put(Pattern.compile(wrong, Pattern.CASE_INSENSITIVE), right);
    }
}
