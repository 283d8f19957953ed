package io.sagegate.filters.events;

/// Tells streams that send all of their text so far with each event from those that send pieces.
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
