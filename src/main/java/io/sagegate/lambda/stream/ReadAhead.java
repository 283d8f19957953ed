package io.sagegate.lambda.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// Reads more than it was asked for, so that single bytes cost little. The JDK's own class takes a lock for each of
/// them. Not thread-safe.
final class ReadAhead extends InputStream {
    private final InputStream in;
    private final byte[] bytes;
    private int next;
    private int end;

    ReadAhead(InputStream in, int size) {
        this.in = in;
        this.bytes = new byte[size];
    }

    @Override
    public int read() throws IOException {
        return next < end || fill() ? bytes[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (next == end && !fill()) {
            return -1;
        }
        var step = Math.min(length, end - next);
        System.arraycopy(bytes, next, into, from, step);
        next += step;
        return step;
    }

    private boolean fill() throws IOException {
        var read = in.read(bytes, 0, bytes.length);
        next = 0;
        end = Math.max(0, read);
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
