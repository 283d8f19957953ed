package io.sagegate.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JsonTextTest {
    @Test
    void valuesAreWrittenCompactlyInTheirOrder() {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("z", Arrays.asList(1L, new BigDecimal("2.50"), true, null, "t"));
        members.put("a", Map.of());
        members.put("l", List.of());
        members.put("o", Map.of("x", List.of(List.of())));
        assertThat(JsonText.of(members))
                .isEqualTo("{\"z\":[1,2.50,true,null,\"t\"],\"a\":{},\"l\":[],\"o\":{\"x\":[[]]}}");
    }

    @Test
    void whatMustBeEscapedIsAndNothingElse() {
        assertThat(JsonText.of("\"\\\n\r\t\u0000\u001F /é\uD83D\uDE00\u2028\u2029"))
                .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0000\\u001f /é\uD83D\uDE00\\u2028\\u2029\"");
        assertThat(JsonText.of(Map.of("a\"b", 1L))).isEqualTo("{\"a\\\"b\":1}");
    }

    @Test
    void halfASurrogatePairIsEscapedAndAWholeOneIsNot() {
        assertThat(JsonText.of("\uD83D")).isEqualTo("\"\\ud83d\"");
        assertThat(JsonText.of("\uDE00")).isEqualTo("\"\\ude00\"");
        assertThat(JsonText.of("\uDE00\uD83D")).isEqualTo("\"\\ude00\\ud83d\"");
        assertThat(JsonText.of("a\uD83Db\uDE00c")).isEqualTo("\"a\\ud83db\\ude00c\"");
        assertThat(JsonText.of("\uD83D\uD83D\uDE00\uDE00")).isEqualTo("\"\\ud83d\uD83D\uDE00\\ude00\"");
    }

    @Test
    void anythingElseIsAProgrammersMistake() {
        assertThatThrownBy(() -> JsonText.of(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
