package io.sagegate.json.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A schema is as strict about itself as about bodies: a rule that is written wrongly is refused and not guessed.
final class SchemaOwnRulesTest {
    private static JsonSchema schema(String text) throws JsonException {
        return JsonSchema.of((Map<?, ?>) Json.readObject(text.getBytes(StandardCharsets.UTF_8), JsonLimits.BODY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"})
    void aSizeIsAWholeNumberThatCanBeCounted(String keyword) throws JsonException {
        for (var size :
                List.of("1.5", "-1", "\"3\"", "2147483648", "1e10", "1e1000", "1e-1000", "-0.5", "true", "null")) {
            assertThatThrownBy(() -> schema("{\"items\":{\"" + keyword + "\":" + size + "}}"))
                    .as("%s %s", keyword, size)
                    .isInstanceOf(JsonException.class)
                    .hasMessage("schema: /items/" + keyword + " must be a whole number from 0 to 2147483647");
        }
        for (var size : List.of("0", "2", "2.0", "1e2", "2147483647")) {
            assertThat(schema("{\"" + keyword + "\":" + size + "}"))
                    .as("%s %s", keyword, size)
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
    void aLimitIsANumberThatCanBeReckonedWith(String keyword) {
        var wrong = new java.util.ArrayList<Object>(List.of(
                "3",
                true,
                List.of(),
                Double.NaN,
                Double.POSITIVE_INFINITY,
                new BigDecimal("1e1001"),
                new BigDecimal("1e-1001"),
                new BigDecimal("1".repeat(401))));
        for (var limit : wrong) {
            assertThatThrownBy(() -> JsonSchema.of(Map.of("properties", Map.of("a/b", Map.of(keyword, limit)))))
                    .as("%s %s", keyword, limit)
                    .isInstanceOf(JsonException.class)
                    .hasMessageStartingWith("schema: /properties/a~1b/" + keyword + " must be a number");
        }
        assertThatThrownBy(() -> JsonSchema.of(Collections.singletonMap(keyword, null)))
                .hasMessageStartingWith("schema: /" + keyword + " must be a number");
    }

    @Test
    void aSizeBeyondWhatAnIntegerHoldsDoesNotBecomeAnotherOne() throws JsonException {
        assertThatThrownBy(() -> schema("{\"maxLength\":4294967296}")).hasMessageContaining("/maxLength");
        assertThat(schema("{\"maxLength\":2147483647}").violation("abc")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':[]}|/type",
                "{'type':null}|/type",
                "{'type':[3]}|/type",
                "{'anyOf':[{},{'type':'integre'}]}|/anyOf/1/type",
                "{'required':[1]}|/required",
                "{'required':'a'}|/required",
                "{'enum':null}|/enum",
                "{'pattern':3}|/pattern",
                "{'pattern':null}|/pattern",
                "{'pattern':'('}|/pattern",
                "{'properties':{'a':null}}|/properties/a",
                "{'properties':null}|/properties",
                "{'items':null}|/items",
                "{'not':[]}|/not",
                "{'allOf':{}}|/allOf",
                "{'oneOf':[]}|/oneOf",
                "{'$defs':[]}|/$defs",
                "{'$defs':{'a':{'minLength':'2'}}}|/$defs/a/minLength",
                "{'$defs':{'a':7}}|/$defs/a",
                "{'$defs':{'':{}},'$ref':'elsewhere'}|/$ref",
                "{'$ref':7}|/$ref",
                "{'items':{'$defs':{}}}|/items/$defs",
                "{'items':{'minLenght':2}}|/items/minLenght"
            })
    void theMessageNamesThePlace(String text, String place) {
        assertThatThrownBy(() -> schema(text.replace('\'', '"')))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("schema: " + place + " ");
    }

    @Test
    void aValueThatNoBodyCanHaveIsRefused() {
        for (var value : List.<Object>of(Double.NaN, List.of(new BigDecimal("1e2000")), Map.of(1, 2), 'c')) {
            assertThatThrownBy(() -> JsonSchema.of(Map.of("const", value))).hasMessageStartingWith("schema: /const ");
            assertThatThrownBy(() -> JsonSchema.of(Map.of("enum", List.of(value))))
                    .hasMessageStartingWith("schema: /enum ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a':{'$ref':'#/$defs/a'}",
                "'a':{'allOf':[{'$ref':'#/$defs/b'}]},'b':{'not':{'$ref':'#/$defs/a'}}",
                "'a':{'items':{'$ref':'#/$defs/b'}},'b':{'properties':{'x':{'$ref':'#/$defs/a'}}}",
                "'x':{'$ref':'#/$defs/a'},'a':{'anyOf':[true,{'$ref':'#/$defs/b'}]},'b':{'oneOf':[{'$ref':'#/$defs/a'}]}"
            })
    void aDefinitionThatLeadsToItselfIsRefusedAndNamed(String definitions) {
        var text = "{\"$defs\":{" + definitions.replace('\'', '"') + "}}";
        assertThatThrownBy(() -> schema(text)).hasMessageMatching("schema: #/\\$defs/[ab] refers to itself");
    }

    @Test
    void aCycleAtTheEndOfALongChainIsFound() {
        var text = new StringBuilder("\"d20000\":{\"$ref\":\"#/$defs/d19999\"}");
        for (var i = 0; i < 20_000; i++) {
            text.append(",\"d" + i + "\":{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}");
        }
        assertThatThrownBy(() -> schema("{\"$defs\":{" + text + "}}"))
                .hasMessageMatching("schema: #/\\$defs/d(19999|20000) refers to itself");
    }
}
