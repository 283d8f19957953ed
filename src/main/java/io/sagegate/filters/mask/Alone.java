package io.sagegate.filters.mask;

/// A part of a text, seen as if nothing stood around it.
public record Alone(CharSequence text, int from, int to) implements CharSequence {
    @Override
    public int length() {
        return to - from;
    }

    @Override
    public char charAt(int index) {
        return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(from + start, from + end);
    }

    @Override
    public String toString() {
        return text.subSequence(from, to).toString();
    }
}
