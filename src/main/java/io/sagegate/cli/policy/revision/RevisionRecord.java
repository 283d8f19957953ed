package io.sagegate.cli.policy.revision;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The record of a revision: who applied it, when and why.
///
/// @param parent the revision that was in force before; 0 for none
/// @param at the instant of the change, ISO 8601
/// @param restored the older revision whose content this one has again
/// @param parts the number of items that hold its source
/// @param collected whether its items are gone, and only its source is left
public record RevisionRecord(
        long revision,
        long parent,
        String at,
        String author,
        String message,
        Optional<Long> restored,
        long parts,
        boolean collected) {
    static RevisionRecord of(Map<String, @Nullable Object> item) {
        return new RevisionRecord(
                number(item.get("revision")),
                number(item.get("parent")),
                text(item.get("at")),
                text(item.get("author")),
                text(item.get("message")),
                item.get("restored") instanceof Long restored ? Optional.of(restored) : Optional.empty(),
                number(item.get("parts")),
                Boolean.TRUE.equals(item.get("collected")));
    }

    Map<String, @Nullable Object> item(String id) {
        var item = new LinkedHashMap<String, @Nullable Object>();
        item.put("id", id);
        item.put("revision", revision);
        item.put("parent", parent);
        item.put("at", at);
        item.put("author", author);
        item.put("message", message);
        restored.ifPresent(older -> item.put("restored", older));
        item.put("parts", parts);
        return item;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long number ? number : 0;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
