package io.sagegate.filters.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.JsonText;
import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets cut at every place, in the events of every sort of stream.
final class StreamAttackTest {
    private static final String SSE = "text/event-stream";
    private static final String LINES = "application/jsonlines";
    private static final ResponseRules RULES = Rules.of(
            Map.of("mask", List.of("card", "aws-key", "email", "jwt", "private-key", "iban")),
            Map.of("pattern", "ACME-\\d{4}", "with", "***"),
            Map.of("deltas", List.of("fragment")));

    /// The text that a client puts together: all texts of the member, in order.
    private static String joined(String member, String events) {
        var text = new StringBuilder();
        for (var line : events.lines().filter(line -> line.startsWith("data: ")).toList()) {
            if (!line.equals("data: [DONE]")) {
                collect(member, "", read(line.substring(6)), text);
            }
        }
        return text.toString();
    }

    private static @Nullable Object read(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.BODY);
        } catch (JsonException e) {
            throw new IllegalStateException(json, e);
        }
    }

    private static void collect(String member, String name, @Nullable Object value, StringBuilder text) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, child) -> collect(member, String.valueOf(key), child, text));
            case List<?> list -> list.forEach(child -> collect(member, name, child, text));
            case String piece when name.equals(member) -> text.append(piece);
            case null, default -> {}
        }
    }

    private static String events(String shape, String... pieces) {
        var events = new StringBuilder();
        for (var piece : pieces) {
            events.append("data: ")
                    .append(shape.replace("\"%\"", JsonText.of(piece)))
                    .append("\n\n");
        }
        return events.append("data: [DONE]\n\n").toString();
    }

    private static String filtered(String type, String body) throws FilterException {
        return Rules.streamed(RULES, type, body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        content           | {"id":"c","choices":[{"index":0,"delta":{"content":"%"},"finish_reason":null}]}
        reasoning_content | {"choices":[{"index":0,"delta":{"reasoning_content":"%","content":null}}]}
        arguments         | {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"%"}}]}}]}
        text              | {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"%"}}
        text              | {"token":{"id":7,"text":"%","logprob":-0.1},"generated_text":null}
        text              | {"type":"content-delta","delta":{"message":{"content":{"text":"%"}}}}
        outputText        | {"outputText":"%","index":0,"completionReason":null}
        text_output       | {"model_name":"ensemble","model_version":"1","text_output":"%"}
        fragment          | {"data":{"fragment":"%"}}
        zeug              | {"zeug":"%"}
        zeug              | {"a":[{"b":[{"zeug":"%","sort":"bit"}]}],"n":1}
        zeug              | {"out":[["x!",{"zeug":["%"]}]]}
        zeug              | {"choices":[{"index":0,"delta":{"content":"so "},"zeug":"%"}]}
        """)
    void aSecretCutAtAnyTwoPlacesDoesNotLeakUnderAnyName(String member, String shape) throws FilterException {
        var secrets = Map.of(
                "4111 1111 1111 1111", "[card]",
                "AKIAIOSFODNN7EXAMPLE", "[aws-key]",
                "ada@example.com", "[email]",
                "DE89370400440532013000", "[iban]",
                "ACME-1234", "***");
        for (var secret : secrets.entrySet()) {
            var text = "My no. " + secret.getKey() + " it is.";
            var expected = text.replace(secret.getKey(), secret.getValue());
            for (var i = 6; i < text.length() - 6; i++) {
                for (var j = i; j < text.length() - 6; j += 1 + (i + j) % 4) {
                    var body = events(shape, text.substring(0, i), text.substring(i, j), text.substring(j));
                    var out = filtered(SSE, body);
                    assertThat(joined(member, out)).as(body).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "fragment", "zeug"})
    void aSecretInEqualPiecesOrOneCharacterEachDoesNotLeak(String member) throws FilterException {
        var shape = "{\"m\":{\"" + member + "\":\"%\"}}";
        assertThat(joined(member, filtered(SSE, events(shape, "4242", "4242", "4242", "4242", " ok"))))
                .isEqualTo("[card] ok");
        assertThat(joined(member, filtered(SSE, events(shape, "4242 ", "4242 ", "4242 ", "4242 ", "ok"))))
                .isEqualTo("[card] ok");
        var text = "Key AKIAIOSFODNN7EXAMPLE, token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl and\n"
                + "-----BEGIN PRIVATE KEY-----\nMIIEabcd\n-----END PRIVATE KEY-----\nto ada@example.com.";
        assertThat(joined(member, filtered(SSE, events(shape, text.split("")))))
                .isEqualTo("Key [aws-key], token [jwt] and\n[private-key]\nto [email].");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "fragment", "zeug"})
    void whatStandsInNeighbouringEventsDoesNotHideAWholeSecret(String member) throws FilterException {
        var shape = "{\"" + member + "\":\"%\"}";
        var out = joined(
                member,
                filtered(
                        SSE,
                        events(
                                shape,
                                "Bob",
                                "4111111111111111",
                                "5555555555554444",
                                "7",
                                "ACME-1234",
                                "ACME-5678",
                                "2024",
                                "4111 1111 1111 1111",
                                "Bob")));
        // Joined, the digits from 5678 on are a card by chance.
        assertThat(out).isEqualTo("Bob[card][card]7***ACME-[card]Bob");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "fragment", "zeug"})
    void aStreamThatRepeatsItsTextShowsNoBeginningOfASecret(String member) throws FilterException {
        var shape = "{\"" + member + "\":\"%\",\"at\":{\"step\":1}}";
        var text = "My number, dear reader, is 4111 1111 1111 1111 and no other";
        var pieces = new ArrayList<String>();
        for (var end = 20; end <= text.length(); end += 3) {
            pieces.add(text.substring(0, end));
        }
        pieces.add(text);
        var out = filtered(SSE, events(shape, pieces.toArray(String[]::new)));
        assertThat(out).doesNotContain("is 4", "111");
        assertThat(joined(member, out)).endsWith("My number, dear reader, is [card] and no other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "zeug"})
    void choicesThatTakeTurnsAreJoinedEachByItself(String member) throws FilterException {
        var events = new StringBuilder();
        var pieces = new String[][] {{"4111 11", "ada@exa"}, {"11 1111 ", "mple.c"}, {"1111 ok", "om, ok"}};
        for (var turn : pieces) {
            for (var index = 0; index < turn.length; index++) {
                events.append("data: {\"choices\":[{\"index\":" + index + ",\"delta\":{\"" + member + "\":\""
                        + turn[index] + "\"},\"finish_reason\":null}]}\n\n");
            }
        }
        var out = filtered(SSE, events + "data: [DONE]\n\n");
        var first = out.lines().filter(line -> line.contains("\"index\":0")).toList();
        var second = out.lines().filter(line -> line.contains("\"index\":1")).toList();
        assertThat(joined(member, String.join("\n", first))).isEqualTo("[card] ok");
        assertThat(joined(member, String.join("\n", second))).isEqualTo("[email], ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "zeug"})
    void escapesAndCutsInsideACharacterHideNothing(String member) throws FilterException {
        var body = new StringBuilder();
        for (var piece : List.of("\\u0034\\u0031\\u0031", "\uff11 1111 \\u0031", "111 𝟏𝟏𝟏𝟏", " 🐀")) {
            body.append("data: {\"")
                    .append(member)
                    .append("\":\"")
                    .append(piece)
                    .append("\"}\n\n");
        }
        var out = filtered(SSE, body.toString());
        assertThat(joined(member, out)).isEqualTo("[card] 🐀");
        for (var longest : new int[] {1, 2, 5}) {
            assertThat(Rules.cut(RULES, SSE, body.toString(), new Random(longest), longest))
                    .isEqualTo(out);
        }
    }

    @Test
    void logProbabilitiesOfPiecesAreTakenOut() throws FilterException {
        var shape =
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%\"},\"logprobs\":{\"content\":[{\"token\":\"%\","
                        + "\"bytes\":[52],\"top_logprobs\":[{\"token\":\"%\"}]}]}}]}";
        var out = filtered(SSE, events(shape, "4111 1111 ", "1111", " 1111", "."));
        assertThat(out).doesNotContain("111").contains("\"logprobs\":null");
    }

    @Test
    void labelsAndRecordsLeaveByteForByteHoweverTheyVary() throws FilterException {
        var body = new StringBuilder("data: { \"greeting\":\"hello\" }\n\n");
        for (var i = 0; i < 60; i++) {
            body.append("id: ")
                    .append(i)
                    .append("\ndata: {\"engine\":\"m1-x86\", \"phase\":\"p")
                    .append(i / 20);
            body.append("\", \"stamp\":\"2026-11-23T06:01:").append(10 + i % 50).append("Z\", \"uid\":\"");
            body.append(new java.util.UUID(i, ~i))
                    .append("\", \"note\":\"word")
                    .append(i)
                    .append("\"}\n\n");
        }
        assertThat(filtered(SSE, body.toString())).isEqualTo(body.toString());
    }

    @Test
    void whatIsWaitedForIsBounded() throws FilterException {
        var filter = ResponseFilter.of(RULES, LINES);
        var left = new StringBuilder();
        for (var i = 0; i < 40; i++) {
            var line = i == 0 ? "{\"session\":\"abc\"}\n" : "{\"text\":\"word, \",\"engine\":\"m1\"}\n";
            left.append(Rules.text(filter.push(line.getBytes(StandardCharsets.UTF_8))));
        }
        // The one text that never goes on has held the others for a while; the label holds none.
        assertThat(left.toString().lines().count()).isEqualTo(40);
        assertThat(left).contains("\"session\":\"abc\"");
    }

    @Test
    void aTextThatGoesOnAfterItsEventLeftIsMaskedFromThere() throws FilterException {
        var events = new ArrayList<String>();
        events.add("data: {\"zeug\":\"4111 1111\"}");
        for (var i = 0; i < 40; i++) {
            events.add("data: {\"n\":" + i + "}");
        }
        events.add("data: {\"zeug\":\" 1111 1111 ok\"}");
        var out = joined("zeug", filtered(SSE, String.join("\n\n", events) + "\n\n"));
        assertThat(out).isEqualTo("4111 1111[card] ok");
    }

    @Test
    void whatIsHeldBackKeepsItsEventsNameAndComesBeforeTheEndOfItsBlock() throws FilterException {
        var body = """
            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"It is 42"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            """;
        assertThat(filtered(SSE, body)).isEqualTo("""
            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"It is "}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"42"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            """);
    }

    @Test
    void aStreamThatBreaksOffShowsNothingOfWhatWaits() throws FilterException {
        var filter = ResponseFilter.of(RULES, SSE);
        var first = "data: {\"zeug\":\"4111 1111\"}\n\ndata: {\"n\":1}\n\n";
        assertThat(filter.push(first.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(Arrays.toString(filter.push("data: {\"n\":2}\n\n".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("[]");
    }
}
