package io.sagegate.json.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.sagegate.json.Json;
import io.sagegate.json.JsonLimits;
import io.sagegate.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Schemas at random whose definitions name each other often: what is remembered changes no answer.
final class SchemaDifferentialTest {
    private static final int DEFINITIONS = 6;
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final List<String> BODIES = List.of(
            "1",
            "\"ab\"",
            "null",
            "[]",
            "[1,1]",
            "[[1],\"ab\",[[\"ab\"]]]",
            "{}",
            "{\"a\":1}",
            "{\"a\":[1],\"b\":\"ab\"}",
            "{\"b\":{\"a\":{\"b\":null}},\"c\":[]}");

    private final Random random = new Random();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sharedDefinitionsAreJudgedAsAnotherImplementationDoes(long seed) throws Exception {
        random.setSeed(seed);
        for (var i = 0; i < 150; i++) {
            var text = JsonText.of(schema());
            var ours = JsonSchema.of(Json.readObject(text.getBytes(StandardCharsets.UTF_8), JsonLimits.BODY));
            var theirs = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text);
            for (var body : BODIES) {
                var value = Json.read(body.getBytes(StandardCharsets.UTF_8), JsonLimits.BODY);
                assertThat(ours.violation(value).isEmpty())
                        .as("%s on %s", text, body)
                        .isEqualTo(theirs.validate(JACKSON.readTree(body)).isEmpty());
            }
        }
    }

    private Map<String, Object> schema() {
        var definitions = new LinkedHashMap<String, Object>();
        for (var i = 0; i < DEFINITIONS; i++) {
            definitions.put("d" + i, form(i + 1, 2));
        }
        return Map.of("$defs", definitions, "allOf", List.of(form(0, 2), form(0, 2)));
    }

    private Object form(int first, int levels) {
        return switch (levels == 0 ? random.nextInt(3) : random.nextInt(10)) {
            case 0 ->
                Map.of(
                        "type",
                        List.of("integer", "string", "array", "object", "null").get(random.nextInt(5)));
            case 1 -> Map.of("enum", List.of(1, "ab", List.of(), Map.of()));
            case 2 -> random.nextBoolean();
            case 3 -> Map.of("items", form(first, levels - 1));
            case 4 -> Map.of("properties", Map.of("a", form(first, levels - 1), "b", form(first, levels - 1)));
            case 5 -> Map.of("additionalProperties", form(first, levels - 1));
            case 6 ->
                Map.of(
                        List.of("allOf", "anyOf", "oneOf").get(random.nextInt(3)),
                        List.of(form(first, levels - 1), form(first, levels - 1)));
            case 7 -> Map.of("not", form(first, levels - 1));
            default ->
                first < DEFINITIONS
                        ? Map.of("$ref", "#/$defs/d" + (first + random.nextInt(DEFINITIONS - first)))
                        : Map.of("minLength", 2, "minItems", 1);
        };
    }
}
