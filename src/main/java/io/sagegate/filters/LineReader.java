package io.sagegate.filters;

import java.util.ArrayList;
import java.util.List;

/// Lines out of bytes that come in pieces. A line ends with LF, CR LF or CR. A byte order mark before the first one is
/// left away, as clients do.
public final class LineReader {
    private static final int MAX_LINE = 1_048_576;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Utf8Pieces decoder = new Utf8Pieces();
    private final StringBuilder line = new StringBuilder();
    private boolean afterReturn;
    private boolean begun;

    public List<String> push(byte[] bytes) throws FilterException {
        var lines = new ArrayList<String>();
        var text = decoder.push(bytes);
        var from = !begun && text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
        begun |= !text.isEmpty();
        for (var i = from; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = c == '\r';
            if (c == '\n' || c == '\r') {
                lines.add(line.toString());
                line.setLength(0);
            } else {
                line.append(c);
                if (line.length() > MAX_LINE) {
                    throw new FilterException("a line is longer than " + MAX_LINE + " characters");
                }
            }
        }
        return lines;
    }

    /// The last line, where it has no end; empty otherwise.
    public String finish() throws FilterException {
        decoder.finish();
        var rest = line.toString();
        line.setLength(0);
        return rest;
    }
}
