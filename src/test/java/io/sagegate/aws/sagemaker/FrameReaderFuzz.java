package io.sagegate.aws.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An event stream, cut where its first byte says: the same frames come out as in one piece, and the same end.
public final class FrameReaderFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var stream = Arrays.copyOfRange(input, 1, input.length);
        var cut = Byte.toUnsignedInt(input[0]) % (stream.length + 1);
        assertThat(read(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length)))
                .isEqualTo(read(stream));
    }

    private static List<String> read(byte[]... pieces) {
        var frames = new FrameReader();
        var read = new ArrayList<String>();
        try {
            for (var piece : pieces) {
                frames.add(piece);
                for (var frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                    read.add(frame.get().kind() + " " + frame.get().type() + " "
                            + new String(frame.get().payload(), StandardCharsets.ISO_8859_1));
                }
            }
            read.add(frames.isInside() ? "cut" : "whole");
        } catch (IOException e) {
            read.add("not an event stream");
        }
        return read;
    }
}
