package io.sagegate.limits.tokens;

import io.sagegate.http.MediaType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Tokens of a streamed answer, by rule: what its last event states that is JSON with `usage` at its top; else one for
/// each event, or one for every four bytes of their texts where that is more; else, where the answer has no events, one
/// for every four bytes. The text that a model writes can look like anything, but not like an event of its own. Not
/// thread-safe.
public final class StreamedTokens {
    private static final int LARGEST_STATEMENT = 65_536;

    private static final String DATA = "data:";

    /// How a body is cut into events.
    private enum Form {
        SERVER_SENT,
        JSON_LINES,
        PLAIN
    }

    private final Form form;
    private final long requestBytes;
    private final EventText texts = new EventText();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long lineBytes;
    private long bytes;
    private long events;
    private long textBytes;
    private Usage stated = Usage.NONE;

    /// Counts a streamed answer to a request of so many bytes.
    ///
    /// @param contentType the answer's
    public StreamedTokens(String contentType, long requestBytes) {
        var media = MediaType.of(contentType);
        this.form = media.isEventStream() ? Form.SERVER_SENT : media.isJsonLines() ? Form.JSON_LINES : Form.PLAIN;
        this.requestBytes = requestBytes;
    }

    /// The next bytes.
    public void add(byte[] part) {
        bytes += part.length;
        if (form != Form.PLAIN) {
            var from = 0;
            for (var i = 0; i < part.length; i++) {
                if (part[i] == '\n' || part[i] == '\r') {
                    extend(part, from, i);
                    endLine();
                    from = i + 1;
                }
            }
            extend(part, from, part.length);
        }
    }

    /// What has been used until here.
    public Usage usage() {
        if (form == Form.PLAIN) {
            return Usage.of(TokenEstimate.ofBytes(requestBytes), TokenEstimate.ofBytes(bytes));
        }
        endLine();
        // Servers put several tokens into one event as they like; the envelope around them costs nothing.
        return stated.answered()
                ? stated
                : Usage.of(
                        TokenEstimate.ofBytes(requestBytes),
                        Math.max(events, TokenEstimate.ofBytes(textBytes)),
                        Usage.Source.EVENTS);
    }

    private void extend(byte[] part, int from, int to) {
        lineBytes += to - from;
        line.write(part, from, Math.min(to - from, LARGEST_STATEMENT - line.size()));
    }

    private void endLine() {
        var whole = lineBytes == line.size();
        var text = line.toString(StandardCharsets.UTF_8);
        if (form == Form.JSON_LINES ? !text.isBlank() : text.startsWith(DATA)) {
            var event = form == Form.JSON_LINES ? text : text.substring(DATA.length());
            events++;
            textBytes += whole ? texts.bytes(event) : lineBytes;
            if (whole && text.contains("\"usage\"")) {
                TokenEstimate.stated(event.getBytes(StandardCharsets.UTF_8), requestBytes)
                        .ifPresent(usage -> stated = usage);
            }
        }
        line.reset();
        lineBytes = 0;
    }
}
