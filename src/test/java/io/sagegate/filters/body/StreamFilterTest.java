package io.sagegate.filters.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamFilterTest {
    private static final String CARD = "4111 1111 1111 1111";
    private static final String SECRETS = "Pay with " + CARD + " or DE89 3704 0044 0532 0130 00, mail ada@example.com, "
            + "call +1 415 555 2671, SSN 078-05-1120, at 192.168.10.254 or 2001:db8::1; key AKIAIOSFODNN7EXAMPLE, "
            + "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl and\n-----BEGIN PRIVATE KEY-----\nMIIE\nabcd\n"
            + "-----END PRIVATE KEY-----\nACME-12345678 naïve 😀 done.";
    private static final ResponseRules RULES = Rules.of(
            Map.of(
                    "mask",
                    List.of(
                            "email",
                            "phone",
                            "card",
                            "iban",
                            "us-ssn",
                            "ipv4",
                            "ipv6",
                            "aws-key",
                            "jwt",
                            "private-key")),
            Map.of("pattern", "ACME-\\d{8}", "with", "***"));

    private static String chat(String... deltas) {
        var events = new StringBuilder();
        for (var delta : deltas) {
            events.append("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"")
                    .append(delta)
                    .append("\"},\"finish_reason\":null}]}\n\n");
        }
        return events.append(
                        "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
                .append("data: [DONE]\n\n")
                .toString();
    }

    /// The text that a client puts together.
    private static String contents(String events) {
        var matcher = Pattern.compile("\"content\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(events);
        var text = new StringBuilder();
        while (matcher.find()) {
            text.append(matcher.group(1));
        }
        return text.toString();
    }

    @Test
    void aByteOrderMarkHidesNoEvent() throws FilterException {
        var event = "{\"choices\":[{\"delta\":{\"content\":\"\\u0034111 1111 1111 1111\"}}]}";
        for (var body : List.of("data: " + event + "\n\n", event + "\n")) {
            var type = body.startsWith("data") ? "text/event-stream" : "application/jsonlines";
            for (var longest : List.of(1, 2, 400)) {
                assertThat(Rules.cut(RULES, type, "\uFEFF" + body, new Random(1), longest))
                        .isEqualTo(Rules.streamed(RULES, type, body))
                        .contains("[card]");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9, 40})
    void aTextCutAnywhereIsMaskedAsIfItWereWhole(int longest) throws FilterException {
        var random = new Random(longest);
        var expected = Rules.streamed(RULES, "text/plain", SECRETS);
        assertThat(expected)
                .contains("[card]", "[iban]", "[email]", "[phone]", "[us-ssn]", "[ipv4]", "[ipv6]", "***")
                .contains("[aws-key]", "[jwt]", "[private-key]", "naïve 😀 done.")
                .doesNotContain("4111", "MIIE", "alice", "12345678");
        for (var round = 0; round < 50; round++) {
            assertThat(Rules.cut(RULES, "text/plain; charset=utf-8", SECRETS, random, longest))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aCardSplitOverThreeDeltasDoesNotLeak() throws FilterException {
        var out = Rules.streamed(RULES, "text/event-stream", chat("Card: 4111 11", "11 1111", " 1111 ok"));
        assertThat(contents(out)).isEqualTo("Card: [card] ok");
        assertThat(out).doesNotContain("4111 11").endsWith("data: [DONE]\n\n");
    }

    @Test
    void whatIsHeldBackLeavesBeforeTheEventThatEndsTheChoice() throws FilterException {
        var out = Rules.streamed(RULES, "text/event-stream", chat("Card: 4111", "11111111", "1111"));
        assertThat(contents(out)).isEqualTo("Card: [card]");
        assertThat(out.indexOf("[card]")).isLessThan(out.indexOf("\"finish_reason\":\"stop\""));
    }

    @Test
    void anInnocentBeginningIsNotLost() throws FilterException {
        var out = Rules.streamed(RULES, "text/event-stream", chat("The answer is 42", ""));
        assertThat(contents(out)).isEqualTo("The answer is 42");
    }

    @Test
    void choicesAreKeptApartByTheirIndexAndNotByTheirPlace() throws FilterException {
        var events = new StringBuilder();
        var pieces = new String[][] {{"0", "4111 1111 "}, {"1", "two "}, {"0", "1111 "}, {"1", "words"}, {"0", "1111"}};
        for (var piece : pieces) {
            events.append("data: {\"choices\":[{\"index\":" + piece[0] + ",\"delta\":{\"content\":\"" + piece[1]
                    + "\"}}]}\n\n");
        }
        var out = Rules.streamed(RULES, "text/event-stream", events + "data: [DONE]\n\n");
        assertThat(contents(out)).contains("[card]", "two ", "words").doesNotContain("1111");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void eventsCutAnywhereWithAnyLineEndAreMaskedTheSame(String lineEnd) throws FilterException {
        var pieces = new ArrayList<String>();
        for (var i = 0; i < SECRETS.length() - 40; i += 3) {
            pieces.add(
                    SECRETS.substring(i, Math.min(SECRETS.length() - 40, i + 3)).replace("\n", "\\n"));
        }
        var events = chat(pieces.toArray(String[]::new));
        var expected = Rules.streamed(RULES, "text/event-stream", events);
        assertThat(contents(expected))
                .isEqualTo(Rules.streamed(RULES, "text/plain", SECRETS.substring(0, SECRETS.length() - 40))
                        .replace("\n", "\\n"));
        var random = new Random(7);
        for (var longest : new int[] {1, 3, 17, 200}) {
            assertThat(Rules.cut(RULES, "text/event-stream", events.replace("\n", lineEnd), random, longest))
                    .isEqualTo(expected);
        }
    }

    @Test
    void tokensOfTextGenerationInferenceAreOneText() throws FilterException {
        var events = """
                data: {"index":1,"token":{"id":5,"text":" 4111"},"generated_text":null}

                data: {"index":2,"token":{"id":6,"text":"11111111"},"generated_text":null}

                data: {"index":3,"token":{"id":7,"text":"1111"},"generated_text":" 4111111111111111"}

                """;
        var out = Rules.streamed(RULES, "text/event-stream", events);
        assertThat(out).doesNotContain("1111", "\"id\":5", "\"id\":6").contains("\"text\":\"[card]\"");
    }

    @Test
    void jsonLinesAreOneTextToo() throws FilterException {
        var lines = """
                {"token":{"text":"4111 1111"}}
                {"token":{"text":" 1111 1111"}}
                {"token":{"text":"."},"generated_text":"4111 1111 1111 1111."}
                """;
        var out = Rules.streamed(RULES, "application/jsonlines", lines);
        assertThat(out).doesNotContain("1111").contains("[card]");
    }

    @Test
    void eventsOfPlainTextAreOneText() throws FilterException {
        var out = Rules.streamed(RULES, "text/event-stream", "data: 4111 1111\n\ndata:  1111 11\n\ndata: 11\n\n");
        assertThat(out).doesNotContain("11").contains("[card]");
    }

    @Test
    void namesIdsAndCommentsOfEventsAreMasked() throws FilterException {
        var out = Rules.streamed(
                RULES, "text/event-stream", ": " + CARD + "\nevent: ada@example.com\nid: 1\ndata: {}\n\n");
        assertThat(out).isEqualTo(": [card]\nevent: [email]\nid: 1\ndata: {}\n\n");
    }

    @Test
    void onlyWhatMayHaveBegunIsHeldBack() throws FilterException {
        var filter = ResponseFilter.of(RULES, "text/plain");
        var out = Rules.text(filter.push("Once upon a time there was a king who".getBytes(StandardCharsets.UTF_8)));
        assertThat(out).isEqualTo("Once upon a time there was a king ");
        assertThat(Rules.text(filter.push(" had 41".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("who had ");
        assertThat(Rules.text(filter.finish())).isEqualTo("41");
    }

    @Test
    void anEventThatIsNotJsonAfterAllClosesTheStream() throws FilterException {
        var filter = ResponseFilter.of(RULES, "text/event-stream");
        assertThatThrownBy(() -> filter.push("data: {\"a\":\n\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(FilterException.class);
        assertThatThrownBy(() -> filter.push("data: {}\n\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(FilterException.class);
        assertThatThrownBy(filter::finish).isInstanceOf(FilterException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"finish_reason\":\"\"",
                "\"finish_reason\":{}",
                "\"done\":0",
                "\"done\":\"no\"",
                "\"generated_text\":\"x\""
            })
    void whatOnlyLooksLikeAnEndLetsNothingGo(String member) throws FilterException {
        var lines = new StringBuilder();
        for (var piece : List.of("Card 4111 ", "1111 1111 ", "1111")) {
            lines.append("{\"text\":\"")
                    .append(piece)
                    .append("\",")
                    .append(member)
                    .append("}\n");
        }
        assertThat(Rules.streamed(RULES, "application/jsonlines", lines.toString()))
                .contains("[card]")
                .doesNotContain("1111");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"finish_reason\":\"stop\"", "\"done\":true", "\"details\":{\"finish_reason\":\"length\"}"})
    void whatIsHeldBackLeavesWithTheEventThatEndsItsText(String end) throws FilterException {
        var filter = ResponseFilter.of(RULES, "application/jsonlines");
        var line = "{\"text\":\"the end\"," + end + "}\n";
        assertThat(Rules.text(filter.push(line.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "generated_text", "message", "output", "unheard_of"})
    void aTextOfAnyNameIsOneTextOverItsEvents(String name) throws FilterException {
        var lines = new StringBuilder();
        for (var piece : List.of("Card 4111 ", "1111 ", "1111 ", "1111", " for ", "you")) {
            lines.append("{\"model\":\"m-4111\",\"at\":\"x1\",\"").append(name).append("\":\"");
            lines.append(piece).append("\"}\n");
        }
        var out = Rules.streamed(RULES, "application/jsonlines", lines.toString());
        assertThat(texts(name, out)).isIn("Card [card] for you", "Card 4111 [card] for you");
        assertThat(out.lines()).allMatch(line -> line.contains("\"model\":\"m-4111\",\"at\":\"x1\""));
    }

    @Test
    void aMemberThatTheRulesCallWholeIsNotHeldBack() throws FilterException {
        var rules = Rules.of(Map.of("mask", List.of("email")), Map.of("whole", List.of("verdict")));
        var lines = "{\"verdict\":\"benign\"}\n{\"verdict\":\"malignant\"}\n{\"verdict\":\"ada@example.com\"}\n";
        assertThat(Rules.streamed(rules, "application/jsonlines", lines))
                .isEqualTo(lines.replace("ada@example.com", "[email]"));
    }

    private static String texts(String name, String lines) {
        var matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(lines);
        return matcher.results().map(result -> result.group(1)).collect(Collectors.joining());
    }

    @Test
    void anEventWithoutAnEndDoesNotGrowForEver() throws FilterException {
        var filter = ResponseFilter.of(RULES, "text/event-stream");
        var megabyte = ("data: " + "x".repeat(1_000_000) + "\n").getBytes(StandardCharsets.UTF_8);
        filter.push(megabyte);
        assertThatThrownBy(() -> filter.push(megabyte)).isInstanceOf(FilterException.class);
    }
}
