package io.sagegate.filters.events;

/// Tells two kinds of streams apart. One repeats all of a text so far in each event, the other sends pieces.
final class Repeats {
    private static final int SHORTEST = 16;
    private static final int LETTERS = 6;

    private Repeats() {}

    static boolean isWholeSoFar(String before, String text) {
        return before.length() >= SHORTEST
                && text.length() > before.length()
                && text.startsWith(before)
                && before.chars().distinct().limit(LETTERS).count() == LETTERS;
    }
}
