package io.sagegate.filters;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Reads lines out of bytes that come in pieces. A line ends with LF, CR LF or CR. A byte order mark before the
/// first line is dropped, as clients do. A line is decoded by [CutUtf8#read].
public final class LineReader {
    private static final int MAX_LINE = 1_048_576;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean afterReturn;
    private boolean begun;

    public List<String> push(byte[] bytes) throws FilterException {
        var lines = new ArrayList<String>();
        var from = 0;
        for (var i = 0; i < bytes.length; i++) {
            var isSecond = bytes[i] == '\n' && afterReturn;
            afterReturn = bytes[i] == '\r';
            if (isSecond) {
                from = i + 1;
            } else if (bytes[i] == '\n' || bytes[i] == '\r') {
                add(bytes, from, i);
                lines.add(finish());
                from = i + 1;
            }
        }
        add(bytes, from, bytes.length);
        return lines;
    }

    private void add(byte[] bytes, int from, int to) throws FilterException {
        line.write(bytes, from, to - from);
        if (line.size() > MAX_LINE) {
            throw new FilterException("a line is longer than " + MAX_LINE + " bytes");
        }
    }

    /// Returns the last line if it has no line end; empty otherwise.
    public String finish() throws FilterException {
        var text = CutUtf8.read(line.toByteArray());
        line.reset();
        var rest = !begun && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        begun = true;
        return rest;
    }
}
