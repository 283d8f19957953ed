package io.sagegate.filters.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A text letter by letter, in two forms. One is as it was written; the other, a [CharSequence], is for detectors.
/// A letter is one code point. If escapes are undone, a letter is a whole escape with the invisible characters
/// before it.
public final class Letters implements CharSequence {
    /// Most invisible characters of one letter: a stream of nothing else is then not held back.
    private static final int MOST_INVISIBLE = 65_536;

    /// Characters of the longest escapes: two of a surrogate pair, or four of single bytes.
    private static final int LONGEST_ESCAPE = 12;

    private final boolean undoes;
    // For each ASCII character: whether it may stand for something other than itself.
    private final boolean[] special;
    private boolean hasMetSpecial;
    private char[] raw = new char[64];
    private char[] normal = new char[64];
    // The characters after the first one of each letter; null until a letter has some.
    private @Nullable String @Nullable [] rest;
    private int length;

    // Characters that are no whole letter yet: invisible ones, of which `read` are known, and half an escape.
    private final StringBuilder open = new StringBuilder();
    private int read;

    private final InnerEnds ends = new InnerEnds();

    private final NextLetter nearest = new NextLetter();

    /// @param undoes whether escapes are undone and invisible characters taken out
    public Letters(boolean undoes) {
        this.undoes = undoes;
        this.special = undoes ? Undone.special() : new boolean[Undone.special().length];
    }

    /// Adds a part of a text.
    public void add(String text, int from, int to) {
        reserve(to - from);
        var i = from;
        while (i < to) {
            if (open.isEmpty()) {
                i = plain(text, i, to);
            }
            if (i == to) {
                return;
            }
            var c = Character.codePointAt(text, i);
            if (open.isEmpty() && !isSpecial(c)) {
                letter(text, i, i + Character.charCount(c), Normal.of(c));
                i += Character.charCount(c);
            } else {
                var end = Math.min(to, i + LONGEST_ESCAPE);
                open.append(text, i, end);
                hasMetSpecial = true;
                read(false);
                i = end;
            }
        }
    }

    /// Takes ASCII characters that stand for themselves.
    private int plain(String text, int from, int to) {
        var end = from;
        var known = special;
        while (end < to && text.charAt(end) < known.length && !known[text.charAt(end)]) {
            end++;
        }
        text.getChars(from, end, raw, length);
        text.getChars(from, end, normal, length);
        length += end - from;
        if (rest != null) {
            Arrays.fill(rest, length - (end - from), length, null);
        }
        return end;
    }

    private boolean isSpecial(int c) {
        return undoes && Undone.isSpecial(c);
    }

    private void read(boolean last) {
        var start = 0;
        while (read < open.length()) {
            var unit = Undone.at(open, read, last);
            if (unit == Undone.CUT) {
                break;
            }
            var c = Undone.codePoint(unit);
            read += Undone.length(unit);
            if (!Normal.isInvisible(c) || read - start > MOST_INVISIBLE) {
                reserve(1);
                opened(start, read, Normal.of(c));
                start = read;
            }
        }
        if (last && start < open.length()) {
            reserve(1);
            opened(start, open.length(), ' ');
            start = open.length();
            read = start;
        }
        open.delete(0, start);
        read -= start;
        ends.forgetOpen(start);
    }

    /// Notes the end of a piece in the middle of characters that may become a letter.
    ///
    /// @return false if the piece ends between two letters
    public boolean endsInside() {
        if (!open.isEmpty()) {
            ends.add(open.length());
        }
        return !open.isEmpty();
    }

    /// The number of pieces that end within the letters between two places.
    public int endsInside(int from, int to) {
        return ends.count(from, to);
    }

    /// Ends the text: the characters that are no whole letter yet become letters.
    public void end() {
        if (!open.isEmpty()) {
            read(true);
        }
    }

    private void reserve(int more) {
        if (length + more > raw.length) {
            var size = Math.max(length + more, 2 * raw.length);
            raw = Arrays.copyOf(raw, size);
            normal = Arrays.copyOf(normal, size);
            rest = rest == null ? null : Arrays.copyOf(rest, size);
        }
    }

    private void opened(int from, int to, char shown) {
        ends.letter(length, from, to);
        letter(open, from, to, shown);
    }

    private void letter(CharSequence text, int from, int to, char shown) {
        raw[length] = text.charAt(from);
        if (to - from > 1 && rest == null) {
            rest = new @Nullable String[raw.length];
        }
        if (rest != null) {
            rest[length] = to - from > 1 ? text.subSequence(from + 1, to).toString() : null;
        }
        normal[length++] = shown;
    }

    public void forget(int count) {
        if (count > 0) {
            length -= count;
            System.arraycopy(raw, count, raw, 0, length);
            System.arraycopy(normal, count, normal, 0, length);
            if (rest != null) {
                System.arraycopy(rest, count, rest, 0, length);
            }
            ends.forget(count);
            nearest.forget(count);
        }
    }

    /// Whether any letter since the last [#clear] may be written otherwise than it reads.
    public boolean hasMetSpecial() {
        return hasMetSpecial;
    }

    public void clear() {
        hasMetSpecial = false;
        length = 0;
        open.setLength(0);
        read = 0;
        ends.clear();
        nearest.clear();
    }

    /// Writes the letters between two places as they were written. A mark shows each end of a piece within a
    /// letter.
    public void write(int from, int to, char mark, StringBuilder out) {
        if (rest == null && ends.isEmpty()) {
            out.append(raw, from, to - from);
            return;
        }
        for (var i = from; i < to; i++) {
            var begun = out.length();
            out.append(raw[i]);
            if (rest != null && rest[i] != null) {
                out.append(rest[i]);
            }
            ends.mark(i, begun, mark, out);
        }
    }

    /// The number of characters that the letters from this place on were written with.
    public int written(int from) {
        var count = length - from + open.length();
        for (var i = from; rest != null && i < length; i++) {
            var more = rest[i];
            count += more == null ? 0 : more.length();
        }
        return count;
    }

    /// The first such character from a place on, or the end. The text is read once if one character is asked for
    /// with growing places.
    int next(char wanted, int from) {
        return nearest.of(wanted, from, normal, length);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return normal[index];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new String(normal, from, to - from);
    }

    @Override
    public String toString() {
        return new String(normal, 0, length);
    }
}
