package io.sagegate.filters.detect;

import java.util.ArrayDeque;

/// Keeps the ends of pieces that fall inside a letter written with several characters. Not thread-safe.
final class InnerEnds {
    // The ends within characters that are not a whole letter yet.
    private final ArrayDeque<Integer> open = new ArrayDeque<>();
    private final ArrayDeque<Inner> inner = new ArrayDeque<>();

    /// The end of a piece after this many of the characters that a letter is written with.
    private record Inner(int letter, int written) {}

    /// Adds the end of a piece after this many characters that are not a whole letter yet.
    void add(int characters) {
        open.add(characters);
    }

    /// Notes that the characters between two places became a letter.
    void letter(int letter, int from, int to) {
        while (!open.isEmpty() && open.getFirst() <= to) {
            inner.add(new Inner(letter, open.removeFirst() - from));
        }
    }

    void forgetOpen(int characters) {
        for (var i = characters > 0 ? open.size() : 0; i > 0; i--) {
            open.add(open.removeFirst() - characters);
        }
    }

    void forget(int letters) {
        while (!inner.isEmpty() && inner.getFirst().letter() < letters) {
            inner.removeFirst();
        }
        for (var i = inner.size(); i > 0; i--) {
            var end = inner.removeFirst();
            inner.add(new Inner(end.letter() - letters, end.written()));
        }
    }

    /// The number of ends within the letters between two places.
    int count(int from, int to) {
        return (int) inner.stream()
                .filter(end -> end.letter() >= from && end.letter() < to)
                .count();
    }

    boolean isEmpty() {
        return inner.isEmpty();
    }

    /// Marks the ends within a letter that was written from this place on.
    void mark(int letter, int begun, char mark, StringBuilder out) {
        var marks = 0;
        for (var end : inner) {
            if (end.letter() == letter) {
                out.insert(begun + end.written() + marks++, mark);
            }
        }
    }

    void clear() {
        open.clear();
        inner.clear();
    }
}
