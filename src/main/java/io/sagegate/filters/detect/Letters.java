package io.sagegate.filters.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A text by code points, twice: as it was written and, as a [CharSequence], as detectors look at it.
public final class Letters implements CharSequence {
    private static final char NONE = '\0';

    private char[] raw = new char[64];
    private char[] normal = new char[64];
    // The second halves of pairs, once there are any.
    private char @Nullable [] low;
    private int length;
    // No at-sign is between these two places; at the second one is, or the end.
    private int searchedFrom;
    private int searchedTo;

    /// Adds a part of a text.
    public void add(String text, int from, int to) {
        reserve(to - from);
        text.getChars(from, to, raw, length);
        var i = from;
        for (; i < to && raw[length] < 0x80; i++) {
            normal[length] = raw[length];
            length++;
        }
        if (low != null) {
            Arrays.fill(low, length - (i - from), length, NONE);
        }
        while (i < to) {
            var c = text.codePointAt(i);
            add(c);
            i += Character.charCount(c);
        }
    }

    private void reserve(int more) {
        if (length + more > raw.length) {
            var size = Math.max(length + more, 2 * raw.length);
            raw = Arrays.copyOf(raw, size);
            normal = Arrays.copyOf(normal, size);
            low = low == null ? null : Arrays.copyOf(low, size);
        }
    }

    private void add(int c) {
        if (Character.isSupplementaryCodePoint(c)) {
            if (low == null) {
                low = new char[raw.length];
            }
            raw[length] = Character.highSurrogate(c);
            low[length] = Character.lowSurrogate(c);
        } else {
            raw[length] = (char) c;
            if (low != null) {
                low[length] = NONE;
            }
        }
        normal[length++] = Normal.of(c);
    }

    public void forget(int count) {
        if (count > 0) {
            length -= count;
            System.arraycopy(raw, count, raw, 0, length);
            System.arraycopy(normal, count, normal, 0, length);
            if (low != null) {
                System.arraycopy(low, count, low, 0, length);
            }
            searchedFrom -= count;
            searchedTo = Math.max(0, searchedTo - count);
        }
    }

    public void clear() {
        length = 0;
        searchedFrom = 0;
        searchedTo = 0;
    }

    /// Writes what stands between two places as it was written.
    public void write(int from, int to, StringBuilder out) {
        if (low == null) {
            out.append(raw, from, to - from);
            return;
        }
        for (var i = from; i < to; i++) {
            out.append(raw[i]);
            if (low[i] != NONE) {
                out.append(low[i]);
            }
        }
    }

    /// How many characters were written from a place on.
    public int written(int from) {
        var count = length - from;
        for (var i = from; low != null && i < length; i++) {
            count += low[i] == NONE ? 0 : 1;
        }
        return count;
    }

    /// The first at-sign from a place on, or the end. Asked with growing places, it reads the text once.
    int atSign(int from) {
        if (from < searchedFrom || from > searchedTo) {
            searchedFrom = from;
            searchedTo = from;
        }
        while (searchedTo < length && normal[searchedTo] != '@') {
            searchedTo++;
        }
        return searchedTo;
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
