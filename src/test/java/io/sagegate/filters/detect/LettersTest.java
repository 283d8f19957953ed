package io.sagegate.filters.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A text in its two forms: as it was written, and as it reads.
final class LettersTest {
    private static String written(Letters letters, int from) {
        var out = new StringBuilder();
        letters.write(from, letters.length(), '|', out);
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a%40b",
                "4\u200b1\u00ad1",
                "\\u0034\\ud83d\\ude00",
                "%E2%82%AC%",
                "x\u200b",
                "𝟒é\\",
                ""
            })
    void aTextIsWrittenAsItCameHoweverItCame(String text) {
        for (var undoes : new boolean[] {true, false}) {
            var whole = new Letters(undoes);
            whole.add(text, 0, text.length());
            whole.end();
            var pieces = new Letters(undoes);
            for (var i = 0; i < text.length(); i++) {
                var to = Character.isHighSurrogate(text.charAt(i)) ? ++i + 1 : i + 1;
                pieces.add(text, text.offsetByCodePoints(to, -1), to);
            }
            pieces.end();
            assertThat(written(whole, 0)).isEqualTo(text);
            assertThat(written(pieces, 0)).isEqualTo(text);
            assertThat(pieces.toString()).isEqualTo(whole.toString());
            assertThat(whole.written(0)).isEqualTo(text.length());
        }
    }

    @Test
    void escapesReadAsOneLetterAndInvisibleCharactersBelongToTheNext() {
        var letters = new Letters(true);
        letters.add("a%40\u200bb\\n", 0, 8);
        letters.end();
        assertThat(letters.toString()).isEqualTo("a@b\n");
        assertThat(letters.written(1)).isEqualTo(7);
        assertThat(written(letters, 2)).isEqualTo("\u200bb\\n");
        assertThat(letters.hasMetSpecial()).isTrue();
    }

    @Test
    void withoutUndoingEachCharacterIsItsOwnLetter() {
        var letters = new Letters(false);
        letters.add("a%40", 0, 4);
        letters.end();
        assertThat(letters.toString()).isEqualTo("a%40");
        assertThat(letters.hasMetSpecial()).isFalse();
    }

    @Test
    void forgettingTakesLettersAwayFromTheStart() {
        var letters = new Letters(true);
        letters.add("ab%40cd@e", 0, 9);
        letters.end();
        assertThat(letters.next('@', 0)).isEqualTo(2);
        assertThat(letters.next('@', 3)).isEqualTo(5);
        letters.forget(3);
        assertThat(letters.toString()).isEqualTo("cd@e");
        assertThat(letters.next('@', 0)).isEqualTo(2);
        assertThat(letters.next('@', 3)).as("none is left").isEqualTo(4);
        assertThat(letters.next('d', 0)).isEqualTo(1);
        assertThat(letters.next('@', 0)).isEqualTo(2);
        letters.forget(0);
        assertThat(letters.length()).isEqualTo(4);
        letters.clear();
        assertThat(letters.length()).isZero();
        assertThat(letters.hasMetSpecial()).isFalse();
        letters.add("x@", 0, 2);
        assertThat(letters.next('@', 0)).isEqualTo(1);
    }

    @Test
    void endsOfPiecesInsideALetterAreMarkedWhereTheyFell() {
        var letters = new Letters(true);
        letters.add("a%4", 0, 3);
        assertThat(letters.endsInside()).isTrue();
        letters.add("0b", 0, 2);
        assertThat(letters.endsInside()).isFalse();
        letters.end();
        assertThat(letters.toString()).isEqualTo("a@b");
        assertThat(letters.endsInside(1, 2)).isEqualTo(1);
        assertThat(letters.endsInside(0, 1)).isZero();
        assertThat(letters.endsInside(2, 3)).isZero();
        assertThat(written(letters, 0)).isEqualTo("a%4|0b");
        letters.forget(1);
        assertThat(letters.endsInside(0, 1)).isEqualTo(1);
        letters.forget(1);
        assertThat(letters.endsInside(0, 1)).isZero();
        assertThat(written(letters, 0)).isEqualTo("b");
    }
}
