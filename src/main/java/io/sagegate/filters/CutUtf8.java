package io.sagegate.filters;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Joins characters that a stream has cut: the halves of a surrogate pair, and the bytes of one UTF-8 character. It
/// is for streams whose events each bring one text. Not thread-safe.
public final class CutUtf8 {
    private static final String UNKNOWN = "\uFFFD";

    /// The lowest char that stands for a byte that is no UTF-8 by itself: half a surrogate pair.
    private static final char FIRST_OCTET = '\uDC80';

    private static final char LAST_OCTET = '\uDCFF';

    private String open = "";

    /// Decodes a line. A byte that is no UTF-8 by itself becomes half a surrogate pair, which [#push] joins and
    /// [#isWhole] finds.
    public static String read(byte[] line) throws FilterException {
        var in = ByteBuffer.wrap(line);
        var out = CharBuffer.allocate(line.length);
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        for (var result = decoder.decode(in, out, true); result.isError(); result = decoder.decode(in, out, true)) {
            for (var i = result.length(); i > 0; i--) {
                out.put((char) (0xDC00 | (in.get() & 0xFF)));
            }
        }
        var text = out.flip().toString();
        // UTF-16 of plain Latin text is valid UTF-8 with a NUL beside each letter, which hides every pattern.
        if (text.indexOf('\0') >= 0) {
            throw new FilterException("the text holds NUL characters");
        }
        return text;
    }

    /// Whether no character of the text is cut.
    public static boolean isWhole(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && !isPair(text, i++)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    /// Returns the next text, with characters that earlier texts cut, and without the one that it cuts itself. A
    /// half without its other half becomes U+FFFD at the beginning of a text. Elsewhere it is refused, since no
    /// stream cut it.
    public String push(String more) throws FilterException {
        if (open.isEmpty() && isWhole(more)) {
            return more;
        }
        var text = open + more;
        open = "";
        var out = new StringBuilder(text.length());
        var begins = true;
        for (var at = 0; at < text.length(); ) {
            var end = end(text, at);
            if (end < 0) {
                open = text.substring(at);
                return out.toString();
            }
            begins &= isOrphan(text.charAt(at));
            out.append(begins && end == at + 1 ? UNKNOWN : character(text.substring(at, end)));
            at = end;
        }
        return out.toString();
    }

    /// The end of the character that begins here, or -1 if the text ends before the character does.
    private static int end(String text, int at) {
        var c = text.charAt(at);
        if (isOctet(c)) {
            var end = at + length(c & 0xFF);
            for (var i = at + 1; i < end; i++) {
                if (i == text.length()) {
                    return -1;
                }
                if (!isOctet(text.charAt(i))) {
                    return at + 1;
                }
            }
            return end;
        }
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() ? -1 : isPair(text, at) ? at + 2 : at + 1;
        }
        return at + 1;
    }

    private static String character(String written) throws FilterException {
        if (isWhole(written)) {
            return written;
        }
        var bytes = new byte[written.length()];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) written.charAt(i);
        }
        var decoded = new String(bytes, StandardCharsets.UTF_8);
        if (isOctet(written.charAt(0)) && Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), bytes)) {
            return decoded;
        }
        throw new FilterException("the answer is not UTF-8");
    }

    /// The second half of a pair, or a byte that begins no character.
    private static boolean isOrphan(char c) {
        return Character.isLowSurrogate(c) && (!isOctet(c) || length(c & 0xFF) == 1);
    }

    /// The number of bytes of a character that begins with this one; 1 for a byte that begins none.
    private static int length(int octet) {
        return octet < 0xC2 || octet > 0xF4 ? 1 : octet < 0xE0 ? 2 : octet < 0xF0 ? 3 : 4;
    }

    private static boolean isOctet(char c) {
        return c >= FIRST_OCTET && c <= LAST_OCTET;
    }

    /// Whether the last text ended within a character.
    public boolean isOpen() {
        return !open.isEmpty();
    }

    /// Ends the text: returns the replacement for a character whose other bytes did not come.
    public String finish() {
        var rest = open.isEmpty() ? "" : UNKNOWN;
        open = "";
        return rest;
    }
}
