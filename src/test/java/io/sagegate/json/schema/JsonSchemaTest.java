package io.sagegate.json.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonSchemaTest {
    private static final String[] BODIES = {
        "{}",
        "[]",
        "null",
        "true",
        "1",
        "1.0",
        "1.5",
        "-3",
        "\"a\"",
        "\"abc\"",
        "\"\uD83D\uDE00\"",
        "[1]",
        "[1,\"a\"]",
        "[1,2,3,4]",
        "{\"a\":1}",
        "{\"a\":\"x\"}",
        "{\"a\":{\"a\":1}}",
        "{\"b\":null}",
        "{\"a\":1,\"b\":2}",
        "1e2",
        "100",
        "2",
        "[1,{\"a\":[1]}]",
        "[1,{\"a\":[2]}]",
        "[1,{\"b\":[1]}]",
        "[1,{\"a\":[1],\"b\":1}]"
    };

    private static JsonSchema schema(String text) throws JsonException {
        return JsonSchema.of((Map<?, ?>) Json.readObject(text.getBytes(StandardCharsets.UTF_8), JsonLimits.BODY));
    }

    /// Another implementation judges the same bodies the same way.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\"}",
                "{\"type\":[\"integer\",\"null\"]}",
                "{\"type\":\"number\",\"minimum\":1,\"exclusiveMaximum\":100}",
                "{\"enum\":[1,\"abc\",null,[1]]}",
                "{\"const\":100}",
                "{\"const\":[1,{\"a\":[1]}]}",
                "{\"exclusiveMinimum\":1}",
                "{\"exclusiveMinimum\":2,\"exclusiveMaximum\":100}",
                "{\"minimum\":2,\"maximum\":2}",
                "{\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"integer\"}}}",
                "{\"properties\":{\"a\":{}},\"additionalProperties\":false}",
                "{\"additionalProperties\":{\"type\":\"number\"}}",
                "{\"minProperties\":1,\"maxProperties\":1}",
                "{\"items\":{\"type\":\"integer\"},\"minItems\":1,\"maxItems\":3}",
                "{\"minLength\":2}",
                "{\"maxLength\":1}",
                "{\"pattern\":\"^a\"}",
                "{\"anyOf\":[{\"type\":\"string\"},{\"minimum\":2}]}",
                "{\"oneOf\":[{\"type\":\"integer\"},{\"minimum\":2}]}",
                "{\"allOf\":[{\"type\":\"number\"},{\"maximum\":1}]}",
                "{\"not\":{\"type\":\"object\"}}",
                "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\"}},\"$defs\":{\"n\":{\"type\":\"number\"}}}"
            })
    void bodiesAreJudgedAsAnotherImplementationDoes(String text) throws Exception {
        var ours = schema(text);
        var theirs = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text);
        var json = new com.fasterxml.jackson.databind.ObjectMapper();
        for (var body : BODIES) {
            var value = Json.read(body.getBytes(StandardCharsets.UTF_8), JsonLimits.BODY);
            assertThat(ours.violation(value).isEmpty())
                    .as(text + " on " + body)
                    .isEqualTo(theirs.validate(json.readTree(body)).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"patternProperties\":{}}",
                "{\"type\":\"text\"}",
                "{\"items\":3}",
                "{\"pattern\":\"(?=a)\"}",
                "{\"$ref\":\"#/$defs/x\"}",
                "{\"$ref\":\"https://example.com/schema\"}",
                "{\"$defs\":{\"a\":{\"items\":{\"$ref\":\"#/$defs/a\"}}},\"$ref\":\"#/$defs/a\"}",
                "{\"minLength\":\"2\"}",
                "{\"minLength\":-1}",
                "{\"maximum\":\"2\"}",
                "{\"enum\":3}",
                "{\"properties\":[]}",
                "{\"items\":{\"foo\":1}}",
                "{\"items\":{\"$defs\":{}}}",
                "{\"$defs\":{\"a\":{\"foo\":1}}}",
                "{\"$defs\":{\"a\":{\"not\":{\"not\":{\"$ref\":\"#/$defs/a\"}}}}}",
                "{\"anyOf\":[]}"
            })
    void whatIsNotKnownHereIsRefusedAndNotSkipped(String text) {
        assertThatThrownBy(() -> schema(text)).isInstanceOf(JsonException.class).hasMessageStartingWith("schema");
    }

    @Test
    void theViolationSaysWhereAndQuotesNothing() throws JsonException {
        var schema = schema("{\"properties\":{\"a\":{\"items\":{\"maximum\":1}}},\"additionalProperties\":false}");
        var bad = Json.read("{\"a\":[0,7]}".getBytes(StandardCharsets.UTF_8), JsonLimits.BODY);
        assertThat(schema.violation(bad))
                .hasValueSatisfying(text -> assertThat(text).startsWith("/a/1 ").doesNotContain("7"));
        var unknown = Json.read("{\"secret\":1}".getBytes(StandardCharsets.UTF_8), JsonLimits.BODY);
        assertThat(schema.violation(unknown))
                .hasValueSatisfying(text -> assertThat(text).doesNotContain("secret"));
    }

    private static String nested(int depth) {
        return "{\"items\":".repeat(depth) + "{\"maximum\":1}" + "}".repeat(depth);
    }

    @Test
    void aSchemaIsBoundedInDepthAndAllOfItIsLookedAt() throws JsonException {
        var deepest = schema(nested(32));
        var body = Json.read(("[".repeat(32) + "2" + "]".repeat(32)).getBytes(StandardCharsets.UTF_8), JsonLimits.BODY);
        assertThat(deepest.violation(body)).isPresent();
        assertThatThrownBy(() -> schema(nested(33))).hasMessageContaining("deeper than 32");
    }

    @Test
    void definitionsThatReferOnAndOnEndInARefusal() throws JsonException {
        var definitions = new StringBuilder("\"d70\":{}");
        for (var i = 0; i < 70; i++) {
            definitions.append(",\"d" + i + "\":{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}");
        }
        var deep = schema("{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + definitions + "}}");
        assertThat(deep.violation(1L))
                .hasValueSatisfying(text -> assertThat(text).contains("nested too deeply"));
        var flat = schema("{\"$ref\":\"#/$defs/d9\",\"$defs\":{" + definitions + "}}");
        assertThat(flat.violation(1L)).isEmpty();
    }
}
