package io.sagegate.limits.tokens;

import io.sagegate.limits.tokens.StatedUsage.Form;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Tokens of a streamed answer, by rule: what the event that ends it states; else one for each event, or one for every
/// four bytes of their texts where that is more; else, where the answer has no events, one for every four bytes.
///
/// A container that passes a model's text on as it is lets the model write lines of its own. So one line that is not
/// JSON lets no statement count. Not thread-safe.
public final class StreamedTokens {
    /// Bytes of a line that is read; a longer one costs all its bytes.
    private static final int LONGEST_LINE = 262_144;

    /// Bytes of a JSON document that comes as a stream and is read at its end.
    private static final int LARGEST_DOCUMENT = 1_048_576;

    private static final String DATA = "data:";
    private static final String DONE = "[DONE]";
    private static final List<String> LABELS = List.of("event:", "id:", "retry:", ":");

    private final Form form;
    private final Demand demand;
    private final AnswerReader reader;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long lineBytes;
    private long bytes;
    private long events;
    private long textBytes;
    private int linesOfEvent;
    private boolean returned;
    private boolean raw;
    private Optional<Statement> stated = Optional.empty();

    /// Counts a streamed answer to a request of so many bytes.
    ///
    /// @param contentType the answer's
    /// @param demand the request's
    public StreamedTokens(String contentType, Demand demand) {
        this(Form.of(contentType), demand);
    }

    StreamedTokens(Form form, Demand demand) {
        this.form = form;
        this.demand = demand;
        this.reader = new AnswerReader(demand.output().answers());
    }

    /// The next bytes.
    public void add(byte[] part) {
        bytes += part.length;
        switch (form) {
            case SERVER_SENT, JSON_LINES -> lines(part);
            case JSON -> line.write(part, 0, Math.min(part.length, LARGEST_DOCUMENT - line.size()));
            case OTHER -> {}
        }
    }

    /// What has been used until here.
    public Usage usage() {
        return switch (form) {
            case OTHER -> Usage.of(demand.inputTokens(), TokenEstimate.ofBytes(bytes));
            case JSON ->
                bytes == line.size()
                        ? StatedUsage.ofJson(line.toByteArray(), demand)
                        : Usage.of(demand.inputTokens(), TokenEstimate.ofBytes(bytes));
            case SERVER_SENT, JSON_LINES -> ofEvents();
        };
    }

    private Usage ofEvents() {
        endLine();
        // Servers put several tokens into one event as they like; the envelope around them costs nothing.
        var sized = Math.max(events, TokenEstimate.ofBytes(textBytes));
        return raw || stated.isEmpty()
                ? Usage.of(demand.inputTokens(), sized, Usage.Source.EVENTS)
                : stated.get().usage(demand, textBytes, bytes, sized, Usage.Source.EVENTS);
    }

    private void lines(byte[] part) {
        var from = 0;
        for (var i = 0; i < part.length; i++) {
            if (part[i] == '\n' || part[i] == '\r') {
                // Of a return and a newline the second ends nothing more.
                if (part[i] == '\r' || !returned || i > from) {
                    extend(part, from, i);
                    endLine();
                }
                returned = part[i] == '\r';
                from = i + 1;
            }
        }
        extend(part, from, part.length);
        returned &= from == part.length;
    }

    private void extend(byte[] part, int from, int to) {
        lineBytes += to - from;
        line.write(part, from, Math.min(to - from, LONGEST_LINE - line.size()));
    }

    private void endLine() {
        var whole = lineBytes == line.size();
        var text = line.toString(StandardCharsets.UTF_8);
        if (!whole) {
            events++;
            textBytes += lineBytes;
            stated = Optional.empty();
        } else if (form == Form.JSON_LINES) {
            event(text.strip());
        } else {
            field(text);
        }
        line.reset();
        lineBytes = 0;
    }

    /// A line of server-sent events.
    private void field(String text) {
        var label = LABELS.stream().filter(text::startsWith).findFirst();
        if (text.startsWith(DATA)) {
            linesOfEvent++;
            event(text.substring(DATA.length()).strip());
        } else if (label.isPresent()) {
            textBytes += reader.label(label.get(), text.substring(label.get().length()));
        } else if (text.isEmpty()) {
            linesOfEvent = 0;
        } else {
            raw = true;
            textBytes += lineBytes;
        }
    }

    private void event(String data) {
        if (data.isEmpty()) {
            return;
        }
        events++;
        if (data.equals(DONE)) {
            return;
        }
        var read = reader.read(data);
        if (read.isEmpty()) {
            raw = true;
            textBytes += Utf8.length(data);
            return;
        }
        textBytes += read.get().textBytes();
        if (linesOfEvent > 1
                || read.get().textBytes() > 0
                || read.get().stated().isPresent()) {
            stated = read.get().stated().filter(_ -> linesOfEvent <= 1);
        }
    }
}
