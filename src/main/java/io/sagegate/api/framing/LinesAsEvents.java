package io.sagegate.api.framing;

import io.sagegate.inference.ModelStream;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Turns JSON lines into server-sent events: one event for each line, then OpenAI's end mark.
public final class LinesAsEvents implements ModelStream {
    private static final int MAX_LINE = 1_048_576;
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ModelStream lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean finished;

    public LinesAsEvents(ModelStream lines) {
        this.lines = lines;
    }

    @Override
    public Part next() {
        while (!finished) {
            var events = new ByteArrayOutputStream();
            switch (lines.next()) {
                case Part.Bytes(var bytes) -> {
                    for (var each : bytes) {
                        take(each, events);
                    }
                }
                case Part.End _ -> {
                    finished = true;
                    take((byte) '\n', events);
                    events.writeBytes(DONE);
                }
                case Part.Broken broken -> {
                    return broken;
                }
            }
            if (line.size() > MAX_LINE) {
                return new Part.Broken(Reason.UPSTREAM_ERROR);
            }
            if (events.size() > 0) {
                return new Part.Bytes(events.toByteArray());
            }
        }
        return new Part.End();
    }

    private void take(byte each, ByteArrayOutputStream events) {
        if (each != '\n' && each != '\r') {
            line.write(each);
        } else if (line.size() > 0) {
            events.writeBytes(DATA);
            events.writeBytes(line.toByteArray());
            events.write('\n');
            events.write('\n');
            line.reset();
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
