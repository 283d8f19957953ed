package io.sagegate.filters.detect;

/// The end of a run of characters.
final class Swallow {
    /// A test of one character.
    @FunctionalInterface
    interface Test {
        boolean of(char c);
    }

    private Swallow() {}

    /// Where the run ends, or -1 when it reaches the end of the text.
    static int run(CharSequence text, int from, Test belongs) {
        for (var i = from; i < text.length(); i++) {
            if (!belongs.of(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
