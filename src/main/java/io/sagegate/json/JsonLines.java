package io.sagegate.json;

import java.util.Set;

/// JSON lines: one value a line. No media type is registered for them, so several are in use.
public final class JsonLines {
    /// The types under which model containers send them, in lower case and without parameters.
    public static final Set<String> MEDIA_TYPES = Set.of(
            "application/jsonlines",
            "application/x-jsonlines",
            "application/json-lines",
            "application/jsonl",
            "application/x-ndjson",
            "application/ndjson");

    private JsonLines() {}
}
