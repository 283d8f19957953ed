package io.sagegate.json.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The cost of a check, counted in rules that were asked.
final class SchemaCostTest {
    private static Object json(String text) throws JsonException {
        return java.util.Objects.requireNonNull(Json.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.BODY));
    }

    private static long steps(String schema, String body) throws JsonException {
        var compiled = JsonSchema.of((Map<?, ?>) json(schema));
        var check = new Check(compiled.definitions());
        compiled.check(check, json(body));
        return check.steps();
    }

    /// Definitions of which each names the next one twice, in a form with `%s` twice.
    private static String doubling(int definitions, String form, String last) {
        var all = IntStream.range(0, definitions)
                .mapToObj(i -> "\"d" + i + "\":" + form.replace("%s", "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}"))
                .collect(Collectors.joining(","));
        return "{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + all + ",\"d" + definitions + "\":" + last + "}}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"allOf\":[%s,%s]}",
                "{\"anyOf\":[{\"allOf\":[%s,{\"type\":\"null\"}]},%s]}",
                "{\"oneOf\":[{\"not\":%s},%s]}",
                "{\"not\":{\"allOf\":[%s,%s]}}"
            })
    void eachDefinitionIsAskedAboutAValueOnce(String form) throws JsonException {
        var ten = steps(doubling(10, form, "{\"type\":\"string\"}"), "\"x\"");
        var twenty = steps(doubling(20, form, "{\"type\":\"string\"}"), "\"x\"");
        assertThat(ten).isLessThan(10 * 12);
        assertThat(twenty).isLessThanOrEqualTo(2 * ten + 2);
    }

    /// Two rules that both lead down to the elements would double the work at each level of the body.
    @Test
    void theWayDownTheBodyIsGoneOnce() throws JsonException {
        var form = "{\"allOf\":[{\"items\":%s},{\"items\":%s}]}";
        var body = "[".repeat(20) + "1,2,3" + "]".repeat(20);
        assertThat(steps(doubling(20, form, "{\"type\":\"integer\"}"), body)).isLessThan(20 * 12);
    }

    @Test
    void theStepsGrowWithTheBodyAsItGrows() throws JsonException {
        var schema = doubling(5, "{\"allOf\":[%s,%s]}", "{\"items\":{\"type\":\"integer\",\"minimum\":0}}");
        var hundred = "[" + "7,".repeat(99) + "7]";
        var thousand = "[" + "7,".repeat(999) + "7]";
        assertThat(steps(schema, thousand) - steps(schema, hundred)).isEqualTo(900L * 3);
    }

    @Test
    void compilingEndsForManyDefinitionsThatNameSeveralOthers() throws JsonException {
        var all = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"d" + i + "\":{\"anyOf\":[{\"$ref\":\"#/$defs/d" + (i + 1)
                        + "\"},{\"$ref\":\"#/$defs/d" + (i + 2) + "\"}]}")
                .collect(Collectors.joining(","));
        var schema = JsonSchema.of((Map<?, ?>) json("{\"$defs\":{" + all + ",\"d5000\":true,\"d5001\":true}}"));
        assertThat(schema.violation("x")).isEmpty();
    }

    @Test
    void aCheckThatTakesTooManyStepsRefusesTheBodyWhateverRuleItStandsIn() throws JsonException {
        var schema = JsonSchema.of((Map<?, ?>) json(
                "{\"anyOf\":[{\"not\":{\"items\":{\"type\":\"string\"}}},true],\"oneOf\":[{\"type\":\"null\"},true]}"));
        var body = json("[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]");
        assertThat(schema.check(new Check(schema.definitions(), 100), body)).isEmpty();
        for (var most = 0; most < 15; most++) {
            assertThat(schema.check(new Check(schema.definitions(), most), body))
                    .as("at most %d steps", most)
                    .hasValueSatisfying(text -> assertThat(text).contains("takes too long"));
        }
    }

    /// A prohibition that is nested too deeply to be read is no permission.
    @Test
    void aBoundInsideOfANegationStillRefuses() throws JsonException {
        var chain = IntStream.range(0, 70)
                .mapToObj(i -> "\"d" + i + "\":{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}")
                .collect(Collectors.joining(","));
        var schema = JsonSchema.of(
                (Map<?, ?>) json("{\"not\":{\"$ref\":\"#/$defs/d0\"},\"$defs\":{" + chain + ",\"d70\":true}}"));
        assertThat(schema.violation(1L))
                .hasValueSatisfying(text -> assertThat(text).contains("nested too deeply"));
    }
}
