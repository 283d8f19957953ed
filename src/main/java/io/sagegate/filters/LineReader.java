package io.sagegate.filters;

import io.sagegate.kit.LineEnds;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Reads lines out of bytes that come in pieces. A line ends with LF, CR LF or CR. A byte order mark before the
/// first line is dropped, as clients do. A line is decoded by [CutUtf8#read].
public final class LineReader {
    private static final int MAX_LINE = 1_048_576;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final LineEnds ends = new LineEnds();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean begun;

    public List<String> push(byte[] bytes) throws FilterException {
        var lines = new ArrayList<String>();
        ends.read(bytes, new LineEnds.Lines<FilterException>() {
            @Override
            public void part(byte[] part, int from, int to) throws FilterException {
                add(part, from, to);
            }

            @Override
            public void end() throws FilterException {
                lines.add(finish());
            }
        });
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
