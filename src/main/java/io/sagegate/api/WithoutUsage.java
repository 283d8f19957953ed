package io.sagegate.api;

import io.sagegate.inference.ModelStream;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A stream without the event that only states the usage: one with `usage` and empty `choices`. Every other byte is
/// passed on unchanged, event by event, however the container splits them.
final class WithoutUsage implements ModelStream {
    /// Longest event that is held back until it is whole, in bytes. A longer event is not a usage event.
    private static final int LONGEST_EVENT = 65_536;

    private static final String DATA = "data:";

    private final ModelStream stream;
    private final boolean lines;
    private final ByteArrayOutputStream event = new ByteArrayOutputStream();
    private Optional<Part> next = Optional.empty();
    private boolean emptyLine = true;
    private boolean returned;
    private boolean passing;
    private boolean dropped;

    /// @param lines whether each line is an event; otherwise an empty line ends an event
    WithoutUsage(ModelStream stream, boolean lines) {
        this.stream = stream;
        this.lines = lines;
    }

    @Override
    public Part next() {
        while (next.isEmpty()) {
            var leaving = new ByteArrayOutputStream();
            var part = stream.next();
            if (part instanceof Part.Bytes(var bytes)) {
                for (var each : bytes) {
                    take(each, leaving);
                }
            } else {
                end(leaving);
                next = Optional.of(part);
            }
            if (leaving.size() > 0) {
                return new Part.Bytes(leaving.toByteArray());
            }
        }
        return next.get();
    }

    private void take(byte each, ByteArrayOutputStream leaving) {
        if (each == '\n' && returned) {
            // The second half of a line end, which follows the first half.
            returned = false;
            if (event.size() > 0) {
                event.write(each);
            } else if (!dropped) {
                leaving.write(each);
            }
            return;
        }
        returned = each == '\r';
        event.write(each);
        if (each == '\n' || each == '\r') {
            if (lines || emptyLine) {
                end(leaving);
            }
            emptyLine = true;
        } else {
            emptyLine = false;
        }
        if (event.size() > LONGEST_EVENT) {
            passing = true;
            leaving.writeBytes(event.toByteArray());
            event.reset();
        }
    }

    private void end(ByteArrayOutputStream leaving) {
        dropped = !passing && event.size() > 0 && isUsage(event.toString(StandardCharsets.UTF_8));
        if (!dropped) {
            leaving.writeBytes(event.toByteArray());
        }
        event.reset();
        passing = false;
    }

    private boolean isUsage(String text) {
        var data = text.strip();
        if (!data.contains("\"usage\"") || !(lines || data.startsWith(DATA))) {
            return false;
        }
        try {
            var json = (lines ? data : data.substring(DATA.length()).strip()).getBytes(StandardCharsets.UTF_8);
            var members = Json.readObject(json, JsonLimits.BODY);
            return members.get("usage") instanceof Map<?, ?>
                    && members.get("choices") instanceof List<?> choices
                    && choices.isEmpty();
        } catch (JsonException e) {
            return false;
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
