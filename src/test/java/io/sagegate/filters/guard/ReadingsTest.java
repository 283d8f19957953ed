package io.sagegate.filters.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A text is judged in every form in which a model or a person may read it.
final class ReadingsTest {
    private static String of(String codePoint) {
        return Character.toString(Integer.parseInt(codePoint, 16));
    }

    @ParameterizedTest
    @CsvSource({"1F1E6, A", "1F1FF, Z", "1F150, A", "1F169, Z", "1F170, A", "1F189, Z", "FF21, A", "1D400, A", "24B6, A"
    })
    void aLetterInABoxOrAFlagIsALetter(String c, String letter) {
        var text = "x" + of(c) + "y";
        assertThat(Readings.of(text)).contains(text, "x" + letter + "y");
        assertThat(Readings.fewOf(text)).contains(text, "x" + letter + "y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1F1E5", "1F16F", "1F18A", "1F600"})
    void otherSignsStayWhatTheyAre(String c) {
        var text = "x" + of(c) + "y";
        assertThat(Readings.of(text)).allMatch(reading -> reading.contains(of(c)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%41bc", "\\u0041bc", "x %41bc"})
    void escapesAreReadUndoneToo(String text) {
        assertThat(Readings.of(text)).contains(text).anyMatch(reading -> reading.endsWith("Abc"));
        assertThat(Readings.fewOf(text)).contains(text).anyMatch(reading -> reading.endsWith("Abc"));
    }

    @ParameterizedTest
    @CsvSource({"E0041, A", "E007E, ~", "E0020, ' '", "E0131, A", "E016E, ~"})
    void invisibleLettersAreReadAsNothingAsASpaceAndAsLetters(String c, String letter) {
        var text = "x" + of(c) + "y";
        assertThat(Readings.of(text)).contains(text, "xy", "x y", "x" + letter + "y", letter);
        assertThat(Readings.fewOf(text)).contains(text, "xy", "x y", "x" + letter + "y");
    }

    @Test
    void aPlainTextHasOneReading() {
        assertThat(Readings.of(" plain~\n\r\t")).containsExactly(" plain~\n\r\t");
        assertThat(Readings.fewOf(" plain~\n\r\t")).containsExactly(" plain~\n\r\t");
        assertThat(Readings.fewOf("100% plain")).contains("100% plain");
    }
}
