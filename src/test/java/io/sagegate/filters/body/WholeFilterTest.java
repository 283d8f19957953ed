package io.sagegate.filters.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.filters.Allocated;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeFilterTest {
    private static final String JSON = "application/json";

    @Test
    void requirement25TextsNamesAndNumbersAreMaskedAfterDecoding() throws FilterException {
        var body = "{\"4111111111111111\":1,\"a\":\"\\u0034111 1111 1111 1111\",\"b\":[4111111111111111,"
                + "4.111111111111111e15,0.4111111111111111,1.50],\"c\":{\"d\":\"ada\\u0040example.com\"}}";
        assertThat(Rules.whole(Rules.mask("card", "email"), JSON, body))
                .isEqualTo("{\"[card]\":1,\"a\":\"[card]\",\"b\":[\"[card]\",\"[card]\",0.4111111111111111,1.50],"
                        + "\"c\":{\"d\":\"[email]\"}}");
    }

    @Test
    void anAnswerWithNothingToMaskLeavesByteForByte() throws FilterException {
        var body = "{ \"predictions\" : [ {\"score\":1.0e-3, \"label\":\"benign\"} ] }\n";
        assertThat(Rules.whole(Rules.mask("card"), JSON, body)).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            drop | $.debug                  | {"b":[{"c":1,"d":2},{"c":3}]}
            drop | $.b[*].d                 | {"debug":{"c":9},"b":[{"c":1},{"c":3}]}
            drop | $.b[0]                   | {"debug":{"c":9},"b":[{"c":3}]}
            drop | $..c                     | {"debug":{},"b":[{"d":2},{}]}
            drop | $['debug']               | {"b":[{"c":1,"d":2},{"c":3}]}
            drop | $.nothing                | {"debug":{"c":9},"b":[{"c":1,"d":2},{"c":3}]}
            keep | $.b[*].c                 | {"b":[{"c":1},{"c":3}]}
            keep | $.debug                  | {"debug":{"c":9}}
            keep | $.nothing                | {}
            """)
    void membersAreDroppedOrKeptByPath(String rule, String path, String left) throws FilterException {
        var body = "{\"debug\":{\"c\":9},\"b\":[{\"c\":1,\"d\":2},{\"c\":3}]}";
        assertThat(Rules.whole(Rules.of(Map.of(rule, List.of(path))), JSON, body))
                .isEqualTo(left);
    }

    @Test
    void csvIsMaskedCellByCell() throws FilterException {
        assertThat(Rules.whole(
                        Rules.mask("card", "email"),
                        "text/csv",
                        "id,card,mail\n1,4111111111111111,\"ada@example.com\"\n1,4111111111111112,x\n"))
                .isEqualTo("id,card,mail\n1,[card],\"[email]\"\n1,4111111111111112,x\n");
    }

    @Test
    void piecesOfTextInLogProbabilitiesAreTakenOut() throws FilterException {
        var body = "{\"choices\":[{\"text\":\"x\",\"logprobs\":{\"tokens\":[\"41\",\"11\"]},\"token_ids\":[1,2]}]}";
        assertThat(Rules.whole(Rules.mask("card"), JSON, body))
                .isEqualTo("{\"choices\":[{\"text\":\"x\",\"logprobs\":null,\"token_ids\":null}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/octet-stream",
                "image/png",
                "",
                "text/html",
                "application/xml",
                "application/x-npy",
                "text/plain; charset=utf-16",
                "text/plain; charset=utf-16; charset=utf-8",
                "application/json; charset=\"iso-8859-1\""
            })
    void anAnswerThatTheRulesCannotReadIsWithheld(String type) {
        assertThatThrownBy(() -> Rules.whole(Rules.mask("card"), type, "4111111111111111"))
                .isInstanceOf(FilterException.class)
                .hasMessageNotContaining("4111");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"a\":", "nothing", "", "{} {}", "\uFEFF{}"})
    void anAnswerThatIsNotItsTypeIsWithheld(String body) {
        assertThatThrownBy(() -> Rules.whole(Rules.mask("card"), JSON, body)).isInstanceOf(FilterException.class);
    }

    @Test
    void whatIsNotUtf8IsWithheld() {
        assertThatThrownBy(() -> ResponseFilter.whole(Rules.mask("card"), "text/plain", new byte[] {'a', (byte) 0xC0}))
                .isInstanceOf(FilterException.class);
    }

    @Test
    void theLongestAnswerIsABoundOnEveryType() throws FilterException {
        var rules = Rules.of(Map.of("maxBytes", 10L));
        assertThat(Rules.whole(rules, "image/png", "0123456789")).hasSize(10);
        assertThatThrownBy(() -> Rules.whole(rules, "image/png", "0123456789a")).hasMessageContaining("10 bytes");
    }

    @Test
    void onlyListedMediaTypesMayLeave() throws FilterException {
        var rules = Rules.of(Map.of("contentTypes", List.of(JSON)));
        assertThat(Rules.whole(rules, "Application/JSON; charset=utf-8", "not read"))
                .isEqualTo("not read");
        assertThatThrownBy(() -> Rules.whole(rules, "text/html", "x")).isInstanceOf(FilterException.class);
    }

    @Test
    void rulesAreAppliedInOrder() throws FilterException {
        var rules = Rules.of(
                Map.of("drop", "$.debug"),
                Map.of("pattern", "secret", "with", "ada@example.com"),
                Map.of("mask", List.of("email"), "with", "***"));
        assertThat(Rules.whole(rules, JSON, "{\"debug\":1,\"a\":\"a secret\"}")).isEqualTo("{\"a\":\"a ***\"}");
    }

    @Test
    void namesThatBecomeEqualStayApart() throws FilterException {
        assertThat(Rules.whole(Rules.mask("email"), JSON, "{\"a@x.org\":1,\"b@x.org\":2}"))
                .isEqualTo("{\"[email]\":1,\"[email]#2\":2}");
    }

    @Test
    void manyNamesThatBecomeEqualAreCountedAndNotChained() throws FilterException {
        var body = new StringBuilder("{\"[email]#3\":0");
        for (var i = 0; i < 3_000; i++) {
            body.append(",\"u").append(i).append("@x.org\":1");
        }
        var masked = Rules.whole(Rules.mask("email"), JSON, body.append('}').toString());
        assertThat(masked).hasSizeLessThan(60_000).contains("\"[email]#2\":1", "\"[email]#3\":0", "\"[email]#3001\":1");
    }

    @Test
    void longReplacementsDoNotMakeTheAnswerGrowWithoutBound() {
        var rules = Rules.of(Map.of("pattern", "a", "with", "-".repeat(64)));
        var body = "[\"" + "a".repeat(300_000) + "\"]";
        assertThatThrownBy(() -> Rules.whole(rules, JSON, body)).isInstanceOf(FilterException.class);
    }

    @Test
    void placesAreNotWrittenOutForEachMember() throws FilterException {
        var name = "n".repeat(40_000);
        var body = "{\"" + name + "\":[" + "{\"c\":1},".repeat(20_000) + "0]}";
        for (var type : new String[] {JSON, "application/jsonlines"}) {
            var before = Allocated.bytes();
            assertThat(Rules.whole(Rules.mask("card"), type, body)).startsWith("{\"nnn");
            assertThat(Allocated.bytes() - before).as(type).isLessThan(100_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[4111111111111111.0]", "{\"a\":[4111111111111111.00]}", "[4111111111111111000e-3]"})
    void aCardWrittenAsAFractionInAnArrayIsMasked(String body) throws FilterException {
        assertThat(Rules.whole(Rules.mask("card"), JSON, body))
                .contains("[card]")
                .doesNotContain("4111");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/csv", "text/event-stream"})
    void utf16ThatSaysItIsUtf8IsWithheld(String type) {
        assertThatThrownBy(() -> ResponseFilter.whole(
                        Rules.mask("card"), type, "4111111111111111".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(FilterException.class);
    }

    @Test
    void anExpressionThatWouldBlowUpElsewhereIsLinearHere() throws FilterException {
        var rules = Rules.of(Map.of("pattern", "(a+)+b"));
        var body = "a".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        assertThat(ResponseFilter.whole(rules, "text/plain", body)).isEqualTo(body);
    }
}
