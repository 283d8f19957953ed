package io.sagegate.kit;

/// Finds the ends of lines in bytes that come in pieces. A line ends with LF, CR LF or CR. Not thread-safe.
public final class LineEnds {
    private boolean afterReturn;

    /// Takes lines as they are found.
    ///
    /// @param <E> the fault of a line that cannot be taken
    public interface Lines<E extends Exception> {
        /// Takes a part of the line, without its end.
        void part(byte[] bytes, int from, int to) throws E;

        /// Ends the line.
        void end() throws E;
    }

    /// Reads the next piece.
    public <E extends Exception> void read(byte[] bytes, Lines<E> lines) throws E {
        var from = 0;
        for (var i = 0; i < bytes.length; i++) {
            var isSecond = bytes[i] == '\n' && afterReturn;
            afterReturn = bytes[i] == '\r';
            if (isSecond) {
                from = i + 1;
            } else if (bytes[i] == '\n' || bytes[i] == '\r') {
                lines.part(bytes, from, i);
                lines.end();
                from = i + 1;
            }
        }
        lines.part(bytes, from, bytes.length);
    }
}
