package io.sagegate.api.framing;

import io.sagegate.inference.ModelStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A stream of server-sent events whose data states the name that the caller asked for. A line is sent once it is
/// whole, or too long to be examined.
public final class NamedStream implements ModelStream {
    /// Longest line that is examined, in bytes.
    private static final int LONGEST = 1_048_576;

    private static final String DATA = "data:";

    private final ModelStream events;
    private final String name;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean passes;
    private @Nullable Part ended;

    public NamedStream(ModelStream events, String name) {
        this.events = events;
        this.name = name;
    }

    @Override
    public Part next() {
        if (ended != null) {
            return ended;
        }
        while (true) {
            var part = events.next();
            if (!(part instanceof Part.Bytes(var bytes))) {
                return line.size() == 0 ? part : rest(part);
            }
            var out = new ByteArrayOutputStream(bytes.length + 64);
            for (var each : bytes) {
                take(each, out);
            }
            if (out.size() > 0) {
                return new Part.Bytes(out.toByteArray());
            }
        }
    }

    /// Sends an unfinished line unchanged, then ends the stream as it ended.
    private Part rest(Part end) {
        var left = new Part.Bytes(line.toByteArray());
        line.reset();
        ended = end;
        return left;
    }

    private void take(byte each, ByteArrayOutputStream out) {
        if (passes) {
            out.write(each);
        } else {
            line.write(each);
        }
        if (each == '\n') {
            passes = false;
            out.writeBytes(named(line.toByteArray()));
            line.reset();
        } else if (line.size() > LONGEST) {
            passes = true;
            out.writeBytes(line.toByteArray());
            line.reset();
        }
    }

    private byte[] named(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        if (!text.startsWith(DATA)) {
            return bytes;
        }
        var data = text.substring(DATA.length());
        var changed = ModelName.in(data, name);
        return changed.equals(data) ? bytes : (DATA + changed).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        events.close();
    }
}
