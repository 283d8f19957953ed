package io.sagegate.gateway.stream;

import io.sagegate.http.MediaType;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.kit.LineEnds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Finds out whether a stream that began well reports a failure. A failure is an event `error`, or an event or line
/// whose JSON object has a member `error`. Events may be split at any byte. Not thread-safe.
final class StreamedErrors implements LineEnds.Lines<RuntimeException> {
    /// Bytes of a line that are examined: the error events of containers are short.
    private static final int LONGEST = 65_536;

    private static final JsonLimits BOUNDS = new JsonLimits(LONGEST, 32, 64);

    private final boolean looks;
    private final LineEnds ends = new LineEnds();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private boolean seen;

    private StreamedErrors(boolean looks) {
        this.looks = looks;
    }

    /// Examines only streams of events and of JSON lines.
    static StreamedErrors of(String contentType) {
        var media = MediaType.of(contentType);
        return new StreamedErrors(media.isEventStream() || media.isJsonLines());
    }

    /// Whether there was one, now that the stream has ended: its last line may have no end.
    boolean seen() {
        end();
        return seen;
    }

    void add(byte[] bytes) {
        if (!looks || seen) {
            return;
        }
        ends.read(bytes, this);
    }

    @Override
    public void part(byte[] bytes, int from, int to) {
        tooLong |= line.size() + to - from > LONGEST;
        if (!tooLong) {
            line.write(bytes, from, to - from);
        }
    }

    @Override
    public void end() {
        seen |= !tooLong && isError(line.toByteArray());
        line.reset();
        tooLong = false;
    }

    private static boolean isError(byte[] line) {
        var text = new String(line, StandardCharsets.UTF_8).strip();
        if (text.startsWith("event:")) {
            return text.substring("event:".length()).strip().equals("error");
        }
        var data = text.startsWith("data:") ? text.substring("data:".length()) : text;
        return data.contains("\"error\"") && hasError(data.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean hasError(byte[] json) {
        try {
            return Json.readObject(json, BOUNDS).get("error") != null;
        } catch (JsonException e) {
            return false;
        }
    }
}
