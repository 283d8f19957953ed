package io.sagegate.limits.tokens;

import io.sagegate.limits.tokens.StatedUsage.Form;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Counts the tokens of a streamed answer. The statement in the event that ends it counts first. Without one, each
/// event counts as one token, or four bytes of text as one if that is more. An answer without events counts one token
/// for four bytes.
///
/// A container that passes a model's text on unchanged lets the model write its own lines. So one line that is not
/// JSON makes every statement invalid. Not thread-safe.
public final class StreamedTokens {
    /// Longest line that is read, in bytes. All bytes of a longer line count as text.
    private static final int LONGEST_LINE = 262_144;

    /// Largest JSON document that is streamed and read at its end, in bytes.
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

    /// Counts the streamed answer to a request.
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

    /// Counts the next bytes.
    public void add(byte[] part) {
        bytes += part.length;
        switch (form) {
            case SERVER_SENT, JSON_LINES -> lines(part);
            case JSON -> line.write(part, 0, Math.min(part.length, LARGEST_DOCUMENT - line.size()));
            case OTHER -> {}
        }
    }

    /// The usage so far.
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
        // Servers may put several tokens into one event, so bytes count too. The JSON around the texts costs nothing.
        var sized = Math.max(events, TokenEstimate.ofBytes(textBytes));
        return raw || stated.isEmpty()
                ? Usage.of(demand.inputTokens(), sized, Usage.Source.EVENTS)
                : stated.get().usage(demand, textBytes, bytes, sized, Usage.Source.EVENTS);
    }

    private void lines(byte[] part) {
        var from = 0;
        for (var i = 0; i < part.length; i++) {
            if (part[i] == '\n' || part[i] == '\r') {
                // In a carriage return with a newline, the newline ends no second line.
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

    /// Reads a line of server-sent events.
    private void field(String text) {
        if (text.isEmpty()) {
            linesOfEvent = 0;
        } else if (text.startsWith(DATA)) {
            linesOfEvent++;
            event(text.substring(DATA.length()).strip());
        } else {
            other(text);
        }
    }

    private void other(String text) {
        for (var label : LABELS) {
            if (text.startsWith(label)) {
                textBytes += reader.label(label, text.substring(label.length()));
                return;
            }
        }
        raw = true;
        textBytes += lineBytes;
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
