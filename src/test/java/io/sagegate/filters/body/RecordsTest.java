package io.sagegate.filters.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import io.sagegate.json.JsonText;
import io.sagegate.policy.obligation.ResponseRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Masking moves no text from one record into another, and neither adds nor drops one.
final class RecordsTest {
    private static final String LINES = "application/jsonlines";
    private static final ResponseRules RULES = Rules.of(
            Map.of("mask", List.of("card", "email", "private-key", "phone")),
            Map.of("pattern", "ACME-\\d{4}", "with", "***"));

    private static final List<String> TEXTS = List.of(
            "patient Ann",
            "patient Bob",
            "Cid",
            "4111 1111 1111 1111",
            "4111 1111",
            "1111 1111",
            "ada@example.com",
            "ada@",
            "example.com",
            "50%",
            "40 of",
            "call +1",
            "415 555 2671",
            "ACME-12",
            "34",
            "ACME-1234 x",
            "",
            " ",
            "a 4111111111111111 b",
            "c 5555555555554444 d",
            "back\\",
            "u0040",
            "-----BEGIN PRIVATE KEY-----",
            "\u200b5",
            "naïve 😀");

    @ParameterizedTest
    @ValueSource(strings = {"text", "content", "output", "generated_text", "message", "patient", "token"})
    void linesKeepTheirRecordsUnderAnyName(String name) throws FilterException {
        var body = new StringBuilder();
        for (var patient : List.of("patient Ann", "patient Bob", "patient Cid")) {
            body.append("{\"").append(name).append("\":\"").append(patient).append("\"}\n");
        }
        assertThat(Rules.whole(RULES, LINES, body.toString())).isEqualTo(body.toString());
        assertThat(Rules.streamed(RULES, LINES, body.toString())).isEqualTo(body.toString());
        var events = body.toString().replace("{", "data: {").replace("\n", "\n\n");
        assertThat(Rules.streamed(RULES, "text/event-stream", events)).isEqualTo(events);
    }

    @Test
    void eachLineOfAWholeAnswerIsJudgedByItself() throws FilterException {
        var body = """
                {"text":"4111 1111"}
                {"text":"1111 1111"}
                ["4111 1111",{"a":"ada@example.com"}]
                "1111 1111"
                4111
                4111111111111111
                null
                """;
        assertThat(Rules.whole(RULES, LINES, body))
                .isEqualTo(body.replace("ada@example.com", "[email]").replace("4111111111111111", "\"[card]\""));
    }

    /// One record alone becomes the same as it becomes among others.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void randomRecordsComeOutAsEachWouldAlone(int seed) throws FilterException {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++) {
            var lines = new StringBuilder();
            var expected = new StringBuilder();
            var array = new ArrayList<String>();
            var masked = new ArrayList<String>();
            for (var i = random.nextInt(8); i >= 0; i--) {
                var record = "{\"text\":" + JsonText.of(text(random)) + ",\"deep\":[{\"patient\":"
                        + JsonText.of(text(random)) + "}]}";
                var alone = Rules.whole(RULES, "application/json", record);
                lines.append(record).append('\n');
                expected.append(alone).append('\n');
                array.add(record);
                masked.add(alone);
            }
            assertThat(Rules.whole(RULES, LINES, lines.toString())).isEqualTo(expected.toString());
            assertThat(Rules.whole(RULES, "application/json", "[" + String.join(",", array) + "]"))
                    .isEqualTo("[" + String.join(",", masked) + "]");
        }
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /// Nothing tells records of a stream from pieces of a text: what goes on over lines is masked, and all else stays.
    @ParameterizedTest
    @ValueSource(strings = {LINES, "text/event-stream"})
    void aStreamOfRecordsLosesNothingButWhatIsMasked(String type) throws FilterException {
        var body = record(type, "a 4111111111111111 b")
                + record(type, "c 5555555555554444 d")
                + record(type, "50%")
                + record(type, "40 of")
                + record(type, "mail ada@")
                + record(type, "example.com, Bob");
        var expected = record(type, "a [card] b")
                + record(type, "c [card] d")
                + record(type, "50%")
                + record(type, "40 of")
                + record(type, "mail [email]")
                + record(type, ", Bob");
        assertThat(Rules.streamed(RULES, type, body)).isEqualTo(expected);
        for (var longest : new int[] {1, 4, 30}) {
            assertThat(Rules.cut(RULES, type, body, new Random(longest), longest))
                    .isEqualTo(expected);
        }
    }

    private static String record(String type, String text) {
        var json = "{\"text\":" + JsonText.of(text) + "}";
        return type.equals(LINES) ? json + "\n" : "data: " + json + "\n\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {LINES, "text/event-stream"})
    void aStreamCutAnywhereComesOutAsTheSameStreamWhole(String type) throws FilterException {
        var random = new Random(11);
        for (var round = 0; round < 60; round++) {
            var body = new StringBuilder();
            var count = 1 + random.nextInt(8);
            for (var i = 0; i < count; i++) {
                body.append(record(type, text(random)));
            }
            var whole = Rules.streamed(RULES, type, body.toString());
            assertThat(whole.lines().filter(line -> !line.isEmpty()).count())
                    .as(body.toString())
                    .isEqualTo(count);
            assertThat(Rules.cut(RULES, type, body.toString(), random, 1 + random.nextInt(20)))
                    .isEqualTo(whole);
        }
    }

    @Test
    void eventsOfPlainTextKeepTheirText() throws FilterException {
        var body = "data: Ann,12\n\ndata: Bob,4111 1111\n\ndata:  1111 1111,Cid\n\ndata: end\n\n";
        assertThat(Rules.streamed(RULES, "text/event-stream", body))
                .isEqualTo("data: Ann,12\n\ndata: Bob,[card]\n\ndata: ,Cid\n\ndata: end\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\":{\"text\":\"%\"}}",
                "{\"choices\":[{\"delta\":{\"content\":\"%\"}}]}",
                "{\"response\":\"%\",\"done\":false}",
                "{\"text\":\"%\",\"finish_reason\":null}"
            })
    void piecesInTheLinesOfAWholeAnswerAreJoinedWhereTheySaySo(String shape) throws FilterException {
        var body = new StringBuilder();
        for (var piece : List.of("Card 4111 ", "1111 1111", " 1111", " ok")) {
            body.append(shape.replace("%", piece)).append('\n');
        }
        assertThat(Rules.whole(RULES, LINES, body.toString()))
                .isEqualTo(body.toString()
                        .replace("4111 ", "[card]")
                        .replace("1111 1111", "")
                        .replace(" 1111", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '\'', textBlock = """
            'a,-----BEGIN PRIVATE KEY-----,b|c,d,e|'    > 'a,[private-key],b|c,d,e|'
            'a,^-----BEGIN PRIVATE KEY-----|MII^,b|c,d' > 'a,^[private-key]^,b|c,d'
            'a,^x, ada@example.com ^^y^^^,b|c'          > 'a,^x, [email] ^^y^^^,b|c'
            '4111 1111,1111 1111|4111 1111|1111 1111'   > '4111 1111,1111 1111|4111 1111|1111 1111'
            'no,ACME-1234,ACME-12|34,x'                 > 'no,***,ACME-12|34,x'
            '^a^^^,^4111111111111111^|,,|^^,x'          > '^a^^^,^[card]^|,,|^^,x'
            '5^ pipe,ada@example.com|6^ pipe,z'         > '5^ pipe,[email]|6^ pipe,z'
            '^-----BEGIN PRIVATE KEY-----|a,b'          > '^[private-key]'
            """)
    void rowsKeepTheirCells(String rows, String expected) throws FilterException {
        for (var end : List.of("\n", "\r\n")) {
            var body = rows.replace('^', '"').replace("|", end);
            var masked = Rules.whole(RULES, "text/csv", body);
            assertThat(masked).isEqualTo(expected.replace('^', '"').replace("|", end));
            for (var longest : new int[] {1, 3}) {
                assertThat(Rules.cut(RULES, "text/csv", body, new Random(longest), longest))
                        .isEqualTo(masked);
            }
        }
    }

    @Test
    void aRowWithoutAnEndIsWithheld() {
        assertThatThrownBy(() -> Rules.whole(RULES, "text/csv", "\"" + "a,b\n".repeat(300_000)))
                .isInstanceOf(FilterException.class);
    }
}
