package io.sagegate.limits;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Tokens of a streamed answer, by rule: what its last part states (`usage`); else one for each server-sent event
/// with data; else one for every four bytes. Not thread-safe.
public final class StreamedTokens {
    private static final int TAIL = 4_096;
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern INPUT = Pattern.compile("\"(?:prompt|input)_tokens\"\\s*:\\s*([0-9]{1,12})");
    private static final Pattern OUTPUT = Pattern.compile("\"(?:completion|output)_tokens\"\\s*:\\s*([0-9]{1,12})");

    private final long requestBytes;
    private long bytes;
    private long events;
    /// How much of `data:` the current line has shown; -1 once it is another line.
    private int matched;

    private byte[] tail = new byte[0];

    public StreamedTokens(long requestBytes) {
        this.requestBytes = requestBytes;
    }

    /// The next bytes.
    public void add(byte[] part) {
        bytes += part.length;
        for (var each : part) {
            if (each == '\n' || each == '\r') {
                matched = 0;
            } else if (matched >= 0) {
                matched = each == DATA[matched] ? matched + 1 : -1;
                if (matched == DATA.length) {
                    events++;
                    matched = -1;
                }
            }
        }
        keep(part);
    }

    /// What has been used until here.
    public Usage usage() {
        var text = new String(tail, StandardCharsets.ISO_8859_1);
        var stated = last(OUTPUT, text);
        var made = events > 0 ? events : TokenEstimate.ofBytes(bytes);
        return Usage.of(last(INPUT, text).orElse(TokenEstimate.ofBytes(requestBytes)), stated.orElse(made));
    }

    private void keep(byte[] part) {
        if (part.length >= TAIL) {
            tail = Arrays.copyOfRange(part, part.length - TAIL, part.length);
            return;
        }
        var kept = Math.min(tail.length, TAIL - part.length);
        var joined = Arrays.copyOfRange(tail, tail.length - kept, tail.length + part.length);
        System.arraycopy(part, 0, joined, kept, part.length);
        tail = joined;
    }

    private static OptionalLong last(Pattern pattern, String text) {
        var found = OptionalLong.empty();
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            found = OptionalLong.of(Long.parseLong(matcher.group(1)));
        }
        return found;
    }
}
