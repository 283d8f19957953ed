package io.sagegate.audit.chain;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Splits a stream into lines of bytes, of bounded length, without a copy per line.
public final class LineReader {
    private static final int MAX_LINE = 1 << 20;

    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private int scanned;
    private boolean over;

    public LineReader(InputStream in) {
        this.in = in;
    }

    /// Calls `sink` once a line, with the bytes' array and the line's end in it; the line starts at 0. Lines longer
    /// than 1 MiB come in pieces, which no audit line is.
    public void forEach(Sink sink) throws IOException {
        for (var number = 1L; fill(); number++) {
            var length = scanned - start;
            var trimmed = length > 0 && buffer[scanned - 1] == '\r' ? length - 1 : length;
            sink.line(Arrays.copyOfRange(buffer, start, start + trimmed), number);
            start = Math.min(scanned + 1, end);
            scanned = start;
        }
    }

    /// Moves `scanned` to the end of the next line.
    private boolean fill() throws IOException {
        while (true) {
            for (; scanned < end; scanned++) {
                if (buffer[scanned] == '\n') {
                    return true;
                }
            }
            if (over || scanned - start >= MAX_LINE) {
                return start < end;
            }
            makeRoom();
            var read = in.read(buffer, end, buffer.length - end);
            over = read < 0;
            end += Math.max(read, 0);
        }
    }

    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            scanned -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    /// Takes each line.
    @FunctionalInterface
    public interface Sink {
        void line(byte[] line, long number);
    }
}
