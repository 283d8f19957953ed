package io.sagegate.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonObjectTest {
    private static final String STRANGE = "\u00e9\u2028\uD83D\uDE00\n\"";

    @Test
    void theMembersStandInOneObject() {
        var bytes = JsonObject.utf8(json -> {
            json.writeStringField("a", "b");
            json.writeNumberField("n", 1);
        });
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"b\",\"n\":1}");
    }

    @Test
    void bothFormsSayTheSameAndOnlyOneIsAscii() throws JsonException {
        var utf8 = JsonObject.utf8(json -> json.writeStringField(STRANGE, STRANGE));
        var ascii = JsonObject.ascii(16, json -> json.writeStringField(STRANGE, STRANGE));
        assertThat(new String(ascii, StandardCharsets.ISO_8859_1)).matches("[ -~]+");
        assertThat(Json.readObject(ascii, JsonLimits.BODY))
                .isEqualTo(Json.readObject(utf8, JsonLimits.BODY))
                .containsEntry(STRANGE, STRANGE);
    }

    @Test
    void aWriterThatFailsIsAFault() {
        assertThatThrownBy(() -> JsonObject.utf8(json -> {
                    throw new IOException("x");
                }))
                .isInstanceOf(UncheckedIOException.class);
    }
}
