package io.sagegate.audit.chain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// One audit line as the chain sees it, read from its ends without parsing the JSON between.
///
/// @param end the bytes before this index are the ones that the hash covers
/// @param request the request's id, as it stands in the line
public record ChainLine(
        String chain, long sequence, String previous, String hash, int end, boolean attempt, String request) {
    private static final byte[] START = ascii("{\"class_uid\":6003,");
    private static final byte[] CHAIN = ascii(",\"chain\":{\"id\":\"");
    private static final byte[] SEQUENCE = ascii("\",\"sequence\":");
    private static final byte[] PREVIOUS = ascii(",\"previous\":\"");
    private static final byte[] HASH = ascii("\",\"hash\":\"");
    private static final byte[] END = ascii("\"}}}");
    private static final byte[] REQUEST = ascii(",\"request\":\"");
    private static final byte[] ATTEMPT = ascii("\",\"phase\":\"attempt\"");
    private static final byte[] COMPLETION = ascii("\",\"phase\":\"completion\"");
    private static final int HEX = 64;
    private static final int ID = 32;

    /// Where an audit line starts; log exports may put a time before it.
    public static int start(byte[] line, int length) {
        for (var at = 0; at + START.length <= length; at++) {
            if (line[at] == '{') {
                return matches(line, at, START) ? at : -1;
            }
        }
        return -1;
    }

    /// The line, unless it does not end in a chain's link.
    public static Optional<ChainLine> parse(byte[] line, int start, int length) {
        var hash = length - END.length - HEX;
        var previousEnd = hash - HASH.length;
        var previous = previousEnd - HEX;
        var sequenceEnd = previous - PREVIOUS.length;
        if (sequenceEnd < start
                || !matches(line, hash + HEX, END)
                || !matches(line, previousEnd, HASH)
                || !matches(line, sequenceEnd, PREVIOUS)) {
            return Optional.empty();
        }
        var sequence = sequenceEnd;
        while (sequence > start && line[sequence - 1] >= '0' && line[sequence - 1] <= '9') {
            sequence--;
        }
        var id = sequence - SEQUENCE.length - ID;
        var chain = id - CHAIN.length;
        if (chain < start
                || sequence == sequenceEnd
                || sequenceEnd - sequence > 18
                || !matches(line, sequence - SEQUENCE.length, SEQUENCE)
                || !matches(line, chain, CHAIN)) {
            return Optional.empty();
        }
        var attempt = matches(line, chain - ATTEMPT.length, ATTEMPT);
        var phase = chain - (attempt ? ATTEMPT.length : COMPLETION.length);
        return Optional.of(new ChainLine(
                text(line, id, ID),
                Long.parseLong(text(line, sequence, sequenceEnd - sequence)),
                text(line, previous, HEX),
                text(line, hash, HEX),
                // The hash covers the bytes before `,"hash":`, which begins after the closing quote of `previous`.
                previousEnd + 1,
                attempt,
                request(line, start, phase)));
    }

    private static String request(byte[] line, int start, int end) {
        for (var at = end - REQUEST.length; at >= start && end - at < 1_024; at--) {
            if (matches(line, at, REQUEST)) {
                return text(line, at + REQUEST.length, end - at - REQUEST.length);
            }
        }
        return "";
    }

    private static boolean matches(byte[] line, int at, byte[] part) {
        return at >= 0
                && at + part.length <= line.length
                && Arrays.equals(line, at, at + part.length, part, 0, part.length);
    }

    private static String text(byte[] line, int at, int length) {
        return new String(line, at, length, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return chain + "/" + sequence;
    }
}
