package io.sagegate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaTypeTest {
    @ParameterizedTest
    @CsvSource({
        "application/json, application/json, JSON",
        "Application/JSON; charset=UTF-8, application/json, JSON",
        "' application/json\t;', application/json, JSON",
        "application/problem+json, application/problem+json, JSON",
        "application/vnd.api.v1+JSON;q=1, application/vnd.api.v1+json, JSON",
        "text/json, text/json, TEXT",
        "text/plain, text/plain, TEXT",
        "TEXT/Event-Stream;charset=utf-8, text/event-stream, EVENTS",
        "text/event-streams, text/event-streams, TEXT",
        "application/jsonlines, application/jsonlines, LINES",
        "application/x-jsonlines, application/x-jsonlines, LINES",
        "application/json-lines, application/json-lines, LINES",
        "application/jsonl; a=b, application/jsonl, LINES",
        "application/x-ndjson, application/x-ndjson, LINES",
        "application/NDJSON, application/ndjson, LINES",
        "text/ndjson, text/ndjson, TEXT",
        "application/json+xml, application/json+xml, NONE",
        "application/octet-stream, application/octet-stream, NONE"
    })
    void aFieldHasOneKindInAnyCaseAndWithAnyParameters(String field, String name, String kind) {
        var media = MediaType.of(field);
        assertThat(media.name()).isEqualTo(name);
        assertThat(media.isJson()).isEqualTo(kind.equals("JSON"));
        assertThat(media.isJsonLines()).isEqualTo(kind.equals("LINES"));
        assertThat(media.isEventStream()).isEqualTo(kind.equals("EVENTS"));
        assertThat(media.isText()).isEqualTo(kind.equals("TEXT") || kind.equals("EVENTS"));
        assertThat(MediaType.of(Headers.of("content-type", field))).isEqualTo(media);
    }

    /// A reader downstream may take the first of two types, or the last: neither is known.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "json",
                "+json",
                "/json",
                "application/",
                "application/json, text/plain",
                "application/json text/plain",
                "text/pl ain",
                "application//json",
                "application/json/x",
                "application/\u212Bson",
                "mar\u212A/json",
                "\u00a0application/json",
                "application/json\n",
                "application/json;\u0000\n",
                "x y/z+json"
            })
    void aFieldThatNamesNoMediaTypeIsOfNoKind(String field) {
        var media = MediaType.of(field);
        assertThat(media.type()).isEmpty();
        assertThat(media.subtype()).isEmpty();
        assertThat(media.isJson() || media.isJsonLines() || media.isEventStream() || media.isText())
                .isFalse();
        assertThat(MediaType.isName(field)).isFalse();
    }

    @Test
    void aMessageWithoutTheFieldIsOfNoKind() {
        assertThat(MediaType.of(Headers.none())).isEqualTo(MediaType.of(""));
    }

    @Test
    void aFieldIsReadWithinBounds() {
        var json = "application/json;a=" + "b".repeat(1_024 - "application/json;a=".length());
        assertThat(MediaType.of(json).isJson()).isTrue();
        assertThat(MediaType.of(json + "b").isJson()).isFalse();
        assertThat(MediaType.of(json + "b").isUtf8()).isFalse();
        assertThat(MediaType.of("a".repeat(128) + "/json").type()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;CHARSET=\"UTF-8\";a=b",
                "text/plain; charset = us-ascii",
                "text/plain; a=b ; charset=utf-8",
                "text/plain; charset=utf-8; charset=us-ascii"
            })
    void bodiesInUtf8AreToldApart(String field) {
        assertThat(MediaType.of(field).isUtf8()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-16",
                "application/json; charset=utf-8; charset=utf-16",
                "application/json; charset=utf-8x",
                "application/json; charset='utf-8'",
                "application/json; charset=\"utf-8",
                "application/json; charset",
                "application/json; xcharset=utf-8",
                "application/json; charset=iso-8859-1;"
            })
    void aCharsetThatIsNotUnderstoodIsNotTrusted(String field) {
        assertThat(MediaType.of(field).isUtf8()).isFalse();
    }

    @Test
    void policiesNameMediaTypesWithoutParameters() {
        assertThat(MediaType.isName("application/vnd.api+json")).isTrue();
        assertThat(MediaType.isName("text/*")).isFalse();
        assertThat(MediaType.isName("text/csv; charset=utf-8")).isFalse();
        assertThat(MediaType.isName("text/csv\n")).isFalse();
        assertThat(MediaType.of("application/vnd.api+json").suffix()).isEqualTo("json");
        assertThat(MediaType.of("text/csv").suffix()).isEmpty();
    }

    /// The grammar as an expression, against fields made of its own characters.
    @Test
    void aFieldIsReadAsItsGrammarSays() {
        var name = "[A-Za-z0-9!#$&^_.+-]{1,127}";
        var field = Pattern.compile("[ \\t]*(" + name + ")/(" + name + ")[ \\t]*(?:;.*)?");
        var random = new Random(16);
        var characters = "aZ9+./ ;\t=\n\"\u0085,".toCharArray();
        for (var round = 0; round < 20_000; round++) {
            var text = new StringBuilder(round % 3 == 0 ? "" : "a/b");
            for (var i = random.nextInt(8); i > 0; i--) {
                text.insert(random.nextInt(text.length() + 1), characters[random.nextInt(characters.length)]);
            }
            var read = MediaType.of(text.toString());
            var matcher = field.matcher(text);
            var said = matcher.matches()
                    ? List.of(matcher.group(1), matcher.group(2)).toString().toLowerCase(Locale.ROOT)
                    : "[, ]";
            assertThat(List.of(read.type(), read.subtype()).toString())
                    .as(text.toString())
                    .isEqualTo(said);
        }
    }
}
