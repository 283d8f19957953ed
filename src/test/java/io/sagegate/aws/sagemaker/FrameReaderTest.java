package io.sagegate.aws.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Against AWS's own encoder.
final class FrameReaderTest {
    private static byte[] frame(String type, byte[] payload) {
        var headers = new LinkedHashMap<String, HeaderValue>();
        headers.put(":message-type", HeaderValue.fromString("event"));
        headers.put("number", HeaderValue.fromLong(7));
        headers.put("flag", HeaderValue.fromBoolean(true));
        headers.put("bytes", HeaderValue.fromByteArray(new byte[] {1, 2, 3}));
        headers.put(":event-type", HeaderValue.fromString(type));
        headers.put("last", HeaderValue.fromInteger(1));
        var out = new ByteArrayOutputStream();
        new Message(headers, payload).encode(out);
        return out.toByteArray();
    }

    private static List<FrameReader.Frame> read(FrameReader reader) throws IOException {
        var frames = new ArrayList<FrameReader.Frame>();
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            frames.add(next.get());
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void framesAreFoundHoweverTheyAreCutIntoPieces(long seed) throws IOException {
        var random = new Random(seed);
        var all = new ByteArrayOutputStream();
        var sent = new ArrayList<byte[]>();
        for (var i = 0; i < 50; i++) {
            var payload = new byte[random.nextInt(random.nextInt(20_000) + 1)];
            random.nextBytes(payload);
            sent.add(payload);
            all.writeBytes(frame("PayloadPart", payload));
        }
        var bytes = all.toByteArray();
        var reader = new FrameReader();
        var found = new ArrayList<FrameReader.Frame>();
        for (var from = 0; from < bytes.length; ) {
            var to = Math.min(bytes.length, from + 1 + random.nextInt(3_000));
            reader.add(Arrays.copyOfRange(bytes, from, to));
            found.addAll(read(reader));
            from = to;
        }
        assertThat(reader.isInside()).isFalse();
        assertThat(found).hasSameSizeAs(sent);
        for (var i = 0; i < sent.size(); i++) {
            assertThat(found.get(i).kind()).isEqualTo("event");
            assertThat(found.get(i).type()).isEqualTo("PayloadPart");
            assertThat(found.get(i).payload()).isEqualTo(sent.get(i));
        }
    }

    @Test
    void anEndInsideAFrameShows() throws IOException {
        var frame = frame("PayloadPart", "hello".getBytes(StandardCharsets.UTF_8));
        for (var length = 1; length < frame.length; length++) {
            var reader = new FrameReader();
            reader.add(Arrays.copyOf(frame, length));
            assertThat(reader.next()).isEmpty();
            assertThat(reader.isInside()).isTrue();
        }
    }

    @Test
    void aDamagedFrameIsRefused() {
        var frame = frame("PayloadPart", "hello".getBytes(StandardCharsets.UTF_8));
        for (var i = 0; i < frame.length; i++) {
            var damaged = frame.clone();
            damaged[i] ^= 0x10;
            var reader = new FrameReader();
            reader.add(damaged);
            assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsNoEventStreamIsRefusedAtOnce() {
        var reader = new FrameReader();
        reader.add("HTTP is a text protocol".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
    }
}
