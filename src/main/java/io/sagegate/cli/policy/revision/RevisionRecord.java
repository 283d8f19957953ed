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
/// @param rows the digest of its rows; none if it was written by a command line that shared no rows
/// @param collected whether the rows that only it used are gone; its source stays
public record RevisionRecord(
        long revision,
        long parent,
        String at,
        String author,
        String message,
        Optional<Long> restored,
        long parts,
        Optional<String> rows,
        boolean collected) {
    /// Set on every record that has a digest. An earlier command line would else remove the rows of an old revision,
    /// though later ones share them.
    private static final String COLLECTED = "collected";

    /// Set on a record when its rows have been removed.
    static final String REMOVED = "removed";

    static RevisionRecord of(Map<String, @Nullable Object> item) {
        var rows = item.get("rows") instanceof String digest ? Optional.of(digest) : Optional.<String>empty();
        var collected = item.get(rows.isPresent() ? REMOVED : COLLECTED);
        return new RevisionRecord(
                number(item.get("revision")),
                number(item.get("parent")),
                text(item.get("at")),
                text(item.get("author")),
                text(item.get("message")),
                item.get("restored") instanceof Long restored ? Optional.of(restored) : Optional.empty(),
                number(item.get("parts")),
                rows,
                Boolean.TRUE.equals(collected) || Boolean.TRUE.equals(item.get(REMOVED)));
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
        rows.ifPresent(digest -> {
            item.put("rows", digest);
            item.put(COLLECTED, true);
        });
        return item;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long number ? number : 0;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
