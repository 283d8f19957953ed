package io.sagegate.filters.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Escapes and characters as a reader takes them.
final class UndoneTest {
    private static String of(int... codePoints) {
        return new String(codePoints, 0, codePoints.length);
    }

    @ParameterizedTest
    @CsvSource({
        "%41, 41",
        "%4a, 4A",
        "%7F, 7F",
        "%C2%80, 80",
        "%DF%BF, 7FF",
        "%E0%A0%80, 800",
        "%EF%BF%BD, FFFD",
        "%ED%9F%BF, D7FF",
        "%EE%80%80, E000",
        "%F0%9F%98%80, 1F600",
        "%F4%8F%BF%BF, 10FFFF",
        "\\u0041, 41",
        "\\u00e9, E9",
        "\\ud7ff, D7FF",
        "\\ue000, E000",
        "\\ud83d\\ude00, 1F600",
        "\\udbff\\udc00, 10FC00",
        "\\ud800\\udfff, 103FF",
        "\\ud83d, FFFD",
        "\\ude00, FFFD",
        "\\n, A",
        "\\t, 9",
        "\\b, 8",
        "\\f, C",
        "\\r, D",
        "\\/, 2F"
    })
    void anEscapeIsTheCharacterThatItStandsFor(String written, String codePoint) {
        var meant = of(Integer.parseInt(codePoint, 16));
        assertThat(Undone.text("a" + written + "b")).isEqualTo("a" + meant + "b");
        assertThat(Undone.text(written + written)).isEqualTo(meant.repeat(2));
        assertThat(Undone.touches("a" + written)).isTrue();
    }

    @Test
    void quotesAndBackslashesAreUndoneOnce() {
        assertThat(Undone.text("\\\"a\\\\n\\\"")).isEqualTo("\"a\\n\"");
        assertThat(Undone.text("%2541")).isEqualTo("%41");
        assertThat(Undone.text("%%41")).isEqualTo("%A");
        assertThat(Undone.text("%C3%C3%A9")).isEqualTo("%C3é");
        assertThat(Undone.text("%C3%28")).isEqualTo("%C3(");
        assertThat(Undone.text("\\ud83d\\u0041")).isEqualTo("\uFFFDA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%4",
                "%G1",
                "%4G",
                "100%",
                "%80",
                "%BF",
                "%C1%80",
                "%C3",
                "%C3%",
                "%C3x",
                "%ED%A0%80",
                "%F4%90%80%80",
                "%F8%80%80%80",
                "%FF",
                "\\",
                "\\x",
                "\\u",
                "\\u00",
                "\\u00G0",
                "\\U0041",
                "é",
                "plain"
            })
    void whatIsNoEscapeStays(String text) {
        assertThat(Undone.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%E2%82%AC", "%F0%9F%98%80", "\\u20ac", "\\ud83d\\ude00", "\\n"})
    void anEscapeThatIsNotWholeIsWaitedForWhileTheTextGoesOn(String escape) {
        for (var length = 1; length < escape.length(); length++) {
            var begun = escape.substring(0, length);
            assertThat(Undone.at(begun, 0, false)).as(begun).isEqualTo(Undone.CUT);
            assertThat(Undone.at(begun, 0, true)).as(begun).isNotEqualTo(Undone.CUT);
        }
        assertThat(Undone.length(Undone.at(escape, 0, false))).isEqualTo(escape.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%G", "%4G", "%C3x", "%80", "\\x", "\\uG", "\\ude00", "\\ud83dx"})
    void whatCannotBecomeAnEscapeIsNotWaitedFor(String text) {
        assertThat(Undone.at(text, 0, false)).isNotEqualTo(Undone.CUT);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x0, 0x8, 0x1B, 0x7F, 0x80, 0x9F, 0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B,
                0x2065, 0x3164, 0xFE00, 0xFE0F, 0xFFA0, 0xFFF0, 0xFFF8, 0xE0000, 0xE0041, 0xE0FFF
            })
    void invisibleCharactersAreKnown(int c) {
        assertThat(Normal.isInvisible(c)).isTrue();
        assertThat(Undone.isSpecial(c)).isTrue();
        assertThat(Undone.touches("abc" + of(c))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                ' ', '\n', '\t', 'a', 0x7E, 0x85, 0xA0, 0xAC, 0xAE, 0x34E, 0x350, 0x115E, 0x1161, 0x17B3, 0x17B6,
                0x180A, 0x1810, 0x3163, 0x3165, 0xFDFF, 0xFE10, 0xFF9F, 0xFFA1, 0xFFEF, 0xE1000, 0xDFFFF, 0x1F600
            })
    void visibleCharactersAndSpacesAreNot(int c) {
        assertThat(Normal.isInvisible(c)).isFalse();
        assertThat(Undone.isSpecial(c)).isFalse();
        assertThat(Undone.touches("abc" + of(c))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "7F, 7F",
        "FF01, 21",
        "FF14, 34",
        "FF5E, 7E",
        "FF00, FF00",
        "FF5F, FF5F",
        "E0034, 34",
        "E007E, 7E",
        "1D400, 41",
        "1D7FF, 39",
        "1D3FF, FFFD",
        "664, 34",
        "2013, 2D",
        "2212, 2D",
        "2800, 20",
        "A0, 20",
        "200B, 20",
        "E9, E9",
        "1F600, FFFD",
        "5B, 5B"
    })
    void aCharacterIsTheAsciiOneThatAReaderTakesItFor(String c, String taken) {
        assertThat((int) Normal.of(Integer.parseInt(c, 16))).isEqualTo(Integer.parseInt(taken, 16));
    }

    @Test
    void classesOfCharactersEndWhereAsciiEndsThem() {
        for (var c = (char) 0; c < 128; c++) {
            var one = String.valueOf(c);
            assertThat(Normal.isDigit(c)).isEqualTo(one.matches("[0-9]"));
            assertThat(Normal.isUpper(c)).isEqualTo(one.matches("[A-Z]"));
            assertThat(Normal.isLetter(c)).isEqualTo(one.matches("[A-Za-z]"));
            assertThat(Normal.isWord(c)).isEqualTo(one.matches("[A-Za-z0-9_]"));
            assertThat(Normal.isHex(c)).isEqualTo(one.matches("[0-9a-fA-F]"));
            assertThat(Normal.isBase64(c)).isEqualTo(one.matches("[A-Za-z0-9+/=]"));
            assertThat(Normal.isBase64Url(c)).isEqualTo(one.matches("[A-Za-z0-9_-]"));
        }
        assertThat(Normal.isWord('é')).isTrue();
        assertThat(Normal.isWord('»')).isFalse();
    }
}
