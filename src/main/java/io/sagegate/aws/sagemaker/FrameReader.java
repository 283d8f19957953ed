package io.sagegate.aws.sagemaker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/// Reads the frames of AWS's event stream as its bytes arrive. Holds at most one frame.
///
/// Source: Smithy, "Amazon Event Stream": total length, header length and their CRC, headers, payload, CRC of all.
final class FrameReader {
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;

    /// Largest headers and payload of a frame, in bytes: the bounds of the specification.
    private static final int MAX_HEADERS = 128 * 1024;
    private static final int MAX_FRAME = 16 * 1024 * 1024 + MAX_HEADERS + PRELUDE + CHECKSUM;

    private static final int STRING = 7;

    /// The bytes that have arrived but are not yet read, from `start` to `end`.
    private byte[] held = new byte[4_096];

    private int start;
    private int end;

    /// One message.
    ///
    /// @param kind `event`, `exception` or `error`
    /// @param type the name of the event, exception or error
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(String kind, String type, byte[] payload) {}

    void add(byte[] bytes) {
        if (held.length - end < bytes.length) {
            var grown = held.length >= end - start + bytes.length ? held : new byte[2 * (end - start + bytes.length)];
            System.arraycopy(held, start, grown, 0, end - start);
            end -= start;
            start = 0;
            held = grown;
        }
        System.arraycopy(bytes, 0, held, end, bytes.length);
        end += bytes.length;
    }

    /// Whether the bytes end inside a frame.
    boolean isInside() {
        return end > start;
    }

    /// Returns the next frame once it is whole.
    ///
    /// @throws IOException if the bytes are not frames
    Optional<Frame> next() throws IOException {
        if (end - start < PRELUDE) {
            return Optional.empty();
        }
        var frame = ByteBuffer.wrap(held, start, end - start).slice();
        var length = frame.getInt(0);
        var headers = frame.getInt(4);
        if (frame.getInt(8) != checksum(8) || !isSound(length, headers)) {
            throw new IOException("not an event stream");
        }
        if (end - start < length) {
            return Optional.empty();
        }
        if (frame.getInt(length - CHECKSUM) != checksum(length - CHECKSUM)) {
            throw new IOException("a damaged frame");
        }
        var payload = new byte[length - PRELUDE - headers - CHECKSUM];
        frame.get(PRELUDE + headers, payload);
        var names = names(frame.slice(PRELUDE, headers));
        start += length;
        return Optional.of(new Frame(names.kind(), names.type(), payload));
    }

    private static boolean isSound(int length, int headers) {
        return headers >= 0 && headers <= MAX_HEADERS && length >= PRELUDE + headers + CHECKSUM && length <= MAX_FRAME;
    }

    private int checksum(int length) {
        var crc = new CRC32();
        crc.update(held, start, length);
        return (int) crc.getValue();
    }

    private record Names(String kind, String type) {}

    /// Reads only the headers that give the frame's kind and type.
    private static Names names(ByteBuffer headers) throws IOException {
        var kind = "";
        var type = "";
        while (headers.hasRemaining()) {
            var name = text(headers, Byte.toUnsignedInt(byteOf(headers)));
            var valueType = byteOf(headers);
            if (valueType == STRING) {
                var value = text(headers, sizeOf(headers));
                switch (name) {
                    case ":message-type" -> kind = value;
                    case ":event-type", ":exception-type", ":error-code" -> type = value;
                    default -> {
                        // Other headers, such as the payload's media type, are skipped.
                    }
                }
            } else {
                skip(headers, valueType);
            }
        }
        return new Names(kind, type);
    }

    private static void skip(ByteBuffer headers, int type) throws IOException {
        var length = switch (type) {
            case 0, 1 -> 0;
            case 2 -> 1;
            case 3 -> 2;
            case 4 -> 4;
            case 5, 8 -> 8;
            case 6 -> sizeOf(headers);
            case 9 -> 16;
            default -> throw new IOException("an unknown header type");
        };
        need(headers, length);
        headers.position(headers.position() + length);
    }

    private static byte byteOf(ByteBuffer headers) throws IOException {
        need(headers, 1);
        return headers.get();
    }

    private static int sizeOf(ByteBuffer headers) throws IOException {
        need(headers, 2);
        return Short.toUnsignedInt(headers.getShort());
    }

    private static String text(ByteBuffer headers, int length) throws IOException {
        need(headers, length);
        var bytes = new byte[length];
        headers.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void need(ByteBuffer headers, int length) throws IOException {
        if (headers.remaining() < length) {
            throw new IOException("headers that end too early");
        }
    }
}
