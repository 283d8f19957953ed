package io.sagegate.fuzz;

import io.sagegate.inference.ModelStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Bytes as they may come over a network: in pieces of any length.
public final class Pieces {
    private Pieces() {}

    /// Cuts the bytes at places that the choice decides; the first choice gives single bytes.
    public static List<byte[]> of(byte[] bytes, int choice) {
        var random = new Random(choice);
        var longest = choice == 0 ? 1 : 1 + random.nextInt(40);
        var pieces = new ArrayList<byte[]>();
        for (var from = 0; from < bytes.length; ) {
            var to = Math.min(bytes.length, from + 1 + random.nextInt(longest));
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces;
    }

    /// A stream that gives one piece at each read.
    public static InputStream input(byte[] bytes, int choice) {
        var left = of(bytes, choice).iterator();
        return new InputStream() {
            private byte[] piece = {};
            private int at;

            @Override
            public int read() {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (length == 0) {
                    return 0;
                }
                if (at == piece.length) {
                    if (!left.hasNext()) {
                        return -1;
                    }
                    piece = left.next();
                    at = 0;
                }
                var count = Math.min(length, piece.length - at);
                System.arraycopy(piece, at, into, from, count);
                at += count;
                return count;
            }
        };
    }

    /// A model's whole answer.
    public static ModelStream stream(List<byte[]> pieces) {
        var left = pieces.iterator();
        return new ModelStream() {
            @Override
            public Part next() {
                return left.hasNext() ? new Part.Bytes(left.next()) : new Part.End();
            }

            @Override
            public void close() {}
        };
    }

    /// Reads a stream to its end.
    ///
    /// @throws AssertionError if it is broken, or has a part without bytes
    public static byte[] read(ModelStream stream) {
        var out = new ByteArrayOutputStream();
        while (true) {
            switch (stream.next()) {
                case ModelStream.Part.Bytes(var bytes) -> {
                    if (bytes.length == 0) {
                        throw new AssertionError("a part without bytes");
                    }
                    out.writeBytes(bytes);
                }
                case ModelStream.Part.End _ -> {
                    return out.toByteArray();
                }
                case ModelStream.Part.Broken(var reason) -> throw new AssertionError("broken: " + reason);
            }
        }
    }
}
