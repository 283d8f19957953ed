package io.sagegate.filters.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The last answer that a filter takes, the first that it does not, and nothing after that.
final class FilterBoundsTest {
    private static final ResponseRules MASK = Rules.mask("email");
    private static final int LONGEST = 1_048_576;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anAnswerMayBeAsLongAsTheRulesSay() throws FilterException {
        var rules = Rules.of(Map.of("mask", List.of("email")), Map.of("maxBytes", 10));
        assertThat(Rules.whole(rules, "text/plain", "0123456789")).isEqualTo("0123456789");
        assertThatThrownBy(() -> Rules.whole(rules, "text/plain", "0123456789x"))
                .isInstanceOf(FilterException.class)
                .hasMessage("the answer is longer than 10 bytes");
    }

    @Test
    void nothingLeavesAfterAFailure() throws FilterException {
        var filter = ResponseFilter.of(MASK, "text/plain");
        assertThatThrownBy(() -> filter.push(new byte[] {(byte) 0xFF})).hasMessage("the answer is not UTF-8");
        assertThatThrownBy(() -> filter.push(bytes("x"))).hasMessage("the filter has failed");
        assertThatThrownBy(filter::finish).hasMessage("the filter has failed");
    }

    @ParameterizedTest
    @CsvSource({"text/csv, a row", "application/jsonlines, a line", "text/event-stream, a line"})
    void aLineMayBeAsLongAsItsBoundAndNoLonger(String type, String what) throws FilterException {
        var begin = type.equals("text/csv") ? "" : type.equals("text/event-stream") ? "data:" : "\"";
        var end = type.equals("application/jsonlines") ? "\"" : "";
        var most = begin + "x".repeat(LONGEST - begin.length() - end.length()) + end;
        assertThat(Rules.streamed(MASK, type, most).length()).isGreaterThanOrEqualTo(LONGEST);
        assertThatThrownBy(() -> Rules.streamed(MASK, type, "x" + most)).hasMessageStartingWith(what + " is longer");
    }

    @Test
    void anEventsLinesTogetherAreBoundedToo() throws FilterException {
        var half = "data:" + "x".repeat(LONGEST / 2) + "\n";
        assertThatThrownBy(() -> Rules.streamed(MASK, "text/event-stream", half + half))
                .hasMessageStartingWith("an event is longer");
        assertThat(Rules.streamed(MASK, "text/event-stream", half + "\n" + half + "\n"))
                .hasSizeGreaterThan(LONGEST);
    }

    @ParameterizedTest
    @CsvSource({"16, true", "17, false"})
    void anEventHasFewFields(int fields, boolean passes) throws FilterException {
        var event = "id: 1\n".repeat(fields) + "data: x\n\n";
        if (passes) {
            assertThat(Rules.streamed(MASK, "text/event-stream", event)).isEqualTo(event);
            assertThat(Rules.streamed(MASK, "text/event-stream", event + event)).isEqualTo(event + event);
        } else {
            assertThatThrownBy(() -> Rules.streamed(MASK, "text/event-stream", event))
                    .hasMessage("an event has too many fields");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/markdown", "text/csv", "text/plain;charset=UTF-8"})
    void textsOfTheseTypesAreRead(String type) throws FilterException {
        assertThat(Rules.whole(MASK, type, "to a@b.de")).isEqualTo("to [email]");
        assertThat(Rules.streamed(MASK, type, "to a@b.de")).isEqualTo("to [email]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/octet-stream", "", "text/plain;charset=utf-16"})
    void othersAreWithheld(String type) {
        assertThatThrownBy(() -> Rules.whole(MASK, type, "x")).isInstanceOf(FilterException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/csv", "text/event-stream"})
    void membersOfWhatIsNoJsonCannotBeDropped(String type) {
        assertThatThrownBy(() -> Rules.whole(Rules.of(Map.of("drop", List.of("$.x"))), type, "data: x\n\n"))
                .isInstanceOf(FilterException.class);
    }

    @Test
    void aByteOrderMarkIsDroppedBeforeTheFirstLineOnly() throws FilterException {
        assertThat(Rules.streamed(MASK, "application/jsonlines", "\uFEFF\"a\"\n\"b\"\n"))
                .isEqualTo("\"a\"\n\"b\"\n");
        assertThatThrownBy(() -> Rules.streamed(MASK, "application/jsonlines", "\"a\"\n\uFEFF\"b\"\n"))
                .isInstanceOf(FilterException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/event-stream"})
    void aNulIsWithheld(String type) {
        assertThatThrownBy(() -> Rules.streamed(MASK, type, "data: a\0b\n\n"))
                .hasMessage("the text holds NUL characters");
    }

    @Test
    void quotesOfACellStayAndCellsInThemAreMasked() throws FilterException {
        assertThat(Rules.whole(MASK, "text/csv", "\"a@b.de\",\"x, \"\"a@b.de\"\" y\",a@b.de\r\n\"one\ntwo a@b.de\""))
                .isEqualTo("\"[email]\",\"x, \"\"[email]\"\" y\",[email]\r\n\"one\ntwo [email]\"");
        assertThat(Rules.whole(MASK, "text/csv", "\",\"\n\"\n,")).isEqualTo("\",\"\n\"\n,");
    }

    @Test
    void aFractionInAVectorIsNoCardAndAWholeNumberThereIsOne() throws FilterException {
        var json = "{\"v\":[4000000000006.5],\"x\":4000000000006.5,\"w\":[4000000000006.0]}";
        assertThat(Rules.whole(Rules.mask("card"), "application/json", json))
                .isEqualTo("{\"v\":[4000000000006.5],\"x\":\"[card].5\",\"w\":[\"[card]\"]}");
    }

    @Test
    void anExpressionFindsShortNumbersAndFractionsToo() throws FilterException {
        var rules = Rules.of(Map.of("pattern", "1\\d{3}", "with", "#", "maxLength", 4));
        assertThat(Rules.whole(rules, "application/json", "{\"pin\":1234,\"v\":[1234.5],\"n\":99}"))
                .isEqualTo("{\"pin\":\"#\",\"v\":[\"#.5\"],\"n\":99}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.111111111111111E15", "4111111111111111.0", "4111111111111111", "41111111111111110E-1"})
    void aCardIsOneHoweverItsNumberIsWritten(String number) throws FilterException {
        assertThat(Rules.whole(Rules.mask("card"), "application/json", "{\"x\":" + number + "}"))
                .isEqualTo("{\"x\":\"[card]\"}");
    }
}
