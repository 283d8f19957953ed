package io.sagegate.filters.detect;

/// Finds the end of a run of characters.
final class Swallow {
    /// A test of one character.
    @FunctionalInterface
    interface Test {
        boolean of(char c);
    }

    private Swallow() {}

    /// The end of the run, or -1 if the run reaches the end of the text.
    static int run(CharSequence text, int from, Test belongs) {
        for (var i = from; i < text.length(); i++) {
            if (!belongs.of(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
