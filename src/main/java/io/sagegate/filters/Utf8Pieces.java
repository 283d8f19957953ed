package io.sagegate.filters;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Decodes UTF-8 that comes in pieces, cut anywhere. Bytes that are not UTF-8 are refused, never replaced.
public final class Utf8Pieces {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private byte[] rest = {};

    public String push(byte[] bytes) throws FilterException {
        return decode(bytes, false);
    }

    public void finish() throws FilterException {
        decode(new byte[0], true);
    }

    private String decode(byte[] bytes, boolean last) throws FilterException {
        var in = ByteBuffer.allocate(rest.length + bytes.length)
                .put(rest)
                .put(bytes)
                .flip();
        var out = CharBuffer.allocate(in.remaining() + 1);
        if (decoder.decode(in, out, last).isError()) {
            throw new FilterException("the answer is not UTF-8");
        }
        rest = new byte[in.remaining()];
        in.get(rest);
        var text = out.flip().toString();
        // UTF-16 of plain Latin text is valid UTF-8 with a NUL beside each letter, which hides every pattern.
        if (text.indexOf('\0') >= 0) {
            throw new FilterException("the text holds NUL characters");
        }
        return text;
    }
}
