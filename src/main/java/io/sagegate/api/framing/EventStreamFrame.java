package io.sagegate.api.framing;

import io.sagegate.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/// Builds messages of AWS's event stream.
///
/// Source: Smithy, "Amazon Event Stream": total length, header length and their CRC, headers, payload, CRC of all.
public final class EventStreamFrame {
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final byte STRING = 7;

    private EventStreamFrame() {}

    /// A message with a part of a model's answer.
    public static byte[] payload(byte[] part) {
        return of("event", "PayloadPart", "application/octet-stream", part);
    }

    /// Makes a message.
    ///
    /// @param kind `event` or `exception`
    public static byte[] of(String kind, String type, String contentType, byte[] payload) {
        var headers = headers(kind, type, contentType);
        var frame = ByteBuffer.allocate(PRELUDE + headers.length + payload.length + CHECKSUM);
        frame.putInt(frame.capacity()).putInt(headers.length);
        frame.putInt(checksum(frame.array(), frame.position()));
        frame.put(headers).put(payload);
        frame.putInt(checksum(frame.array(), frame.position()));
        return frame.array();
    }

    private static byte[] headers(String kind, String type, String contentType) {
        var out = ByteBuffer.allocate(512);
        header(out, ":message-type", kind);
        header(out, ":" + kind + "-type", type);
        header(out, ":content-type", contentType);
        var headers = new byte[out.position()];
        out.flip().get(headers);
        return headers;
    }

    private static void header(ByteBuffer out, String name, String value) {
        out.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
        out.put(STRING).putShort((short) value.length()).put(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static int checksum(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    public static byte[] json(Map<String, String> members) {
        return JsonObject.utf8(json -> {
            for (var member : members.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
        });
    }
}
