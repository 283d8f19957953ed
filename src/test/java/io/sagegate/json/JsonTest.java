package io.sagegate.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    private static final JsonLimits SMALL = new JsonLimits(200, 4, 20);

    private static @Nullable Object read(String text) throws JsonException {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), SMALL);
    }

    @Test
    void theReplacementCharacterIsACharacterWhereItIsWritten() throws JsonException {
        assertThat(read("{\"a\":\"\uFFFD\"}")).isEqualTo(Map.of("a", "\uFFFD"));
    }

    @Test
    void whatIsNotUtf8IsRefusedBesideTheReplacementCharacterToo() {
        var text = "[\"\uFFFDx\"]".getBytes(StandardCharsets.UTF_8);
        text[text.length - 3] = (byte) 0xC3;
        assertThatThrownBy(() -> Json.read(text, SMALL)).isInstanceOf(JsonException.class);
    }

    @Test
    void valuesKeepTheirTypes() throws JsonException {
        assertThat(read("{\"a\":[1,12345678901234567890,1.50,true,false,null,\"é\"]}"))
                .isEqualTo(Map.of(
                        "a",
                        java.util.Arrays.asList(
                                1L,
                                new BigInteger("12345678901234567890"),
                                new BigDecimal("1.50"),
                                true,
                                false,
                                null,
                                "é")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "[1] x",
                "{} {}",
                "\uFEFF{}",
                "{a:1}",
                "{'a':1}",
                "[1,]",
                "[01]",
                "[NaN]",
                "[Infinity]",
                "[1e1001]",
                "[1e99999999999]",
                "[0e99999999999]",
                "[1e-2147483648]",
                "[-1.5e2147483648]",
                "// c\n[]",
                "[[[[[1]]]]]",
                "[123456789012345678901]",
                "1e99999999999",
                "-1.5E+2147483648",
                "1e-99999999999",
                "[\"\u0001\"]",
                "\u0000",
                "tru"
            })
    void anythingButStrictJsonIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(JsonException.class);
    }

    @Test
    void otherEncodingsAreRefused() {
        for (var charset : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16)) {
            assertThatThrownBy(() -> Json.read("{\"a\":1}".getBytes(charset), SMALL))
                    .isInstanceOf(JsonException.class);
        }
        assertThatThrownBy(() -> Json.read(new byte[] {'"', (byte) 0xC3, '"'}, SMALL))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void theByteBoundIsExact() throws JsonException {
        assertThat(read("\"" + "x".repeat(198) + "\"")).isEqualTo("x".repeat(198));
        assertThatThrownBy(() -> read("\"" + "x".repeat(199) + "\"")).isInstanceOf(JsonException.class);
    }

    @Test
    void messagesNeverQuoteTheInput() {
        assertThatThrownBy(() -> read("{\"secret-token\" secret-value"))
                .isInstanceOf(JsonException.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void depthAndExponentsAreBoundedExactly() throws JsonException {
        assertThat(read("[[[[1]]]]")).isNotNull();
        assertThatThrownBy(() -> read("[[[[[]]]]]")).hasMessageContaining("deeper than 4");
        assertThatThrownBy(() -> read("{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}")).hasMessageContaining("deeper than 4");
        assertThat(read("1e-1000")).isEqualTo(new BigDecimal("1e-1000"));
        assertThat(read("1e1000")).isEqualTo(new BigDecimal("1e1000"));
        assertThatThrownBy(() -> read("1e1001")).hasMessageContaining("exponent");
        assertThatThrownBy(() -> read("1e-1001")).hasMessageContaining("exponent");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void limitsArePositive(int limit) {
        assertThat(new JsonLimits(1, 1, 1).maxDepth()).isEqualTo(1);
        assertThatThrownBy(() -> new JsonLimits(limit, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonLimits(1, limit, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonLimits(1, 1, limit)).isInstanceOf(IllegalArgumentException.class);
    }
}
