package io.sagegate.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.fuzz.ByValue;
import io.sagegate.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

/// A text that the strict reader takes is JSON to others too, and comes back the same when written.
public final class JsonFuzz implements FuzzTarget {
    private static final JsonLimits LIMITS = new JsonLimits(65_536, 16, 100);
    private final ObjectMapper other = new ObjectMapper()
            .enable(
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Override
    public void accept(byte[] input) throws Exception {
        try {
            var value = Json.read(input, LIMITS);
            var written = JsonText.of(value).getBytes(StandardCharsets.UTF_8);
            assertThat(ByValue.of(Json.read(written, JsonLimits.BODY))).isEqualTo(ByValue.of(value));
            assertThat(other.readTree(input).equals(JsonFuzz::compare, other.readTree(written)))
                    .isTrue();
        } catch (JsonException e) {
            assertThat(e).hasNoCause();
        }
    }

    /// Numbers by their value: -0.0 comes back as 0.0.
    private static int compare(JsonNode one, JsonNode two) {
        return one.isNumber() && two.isNumber()
                ? one.decimalValue().compareTo(two.decimalValue())
                : one.equals(two) ? 0 : 1;
    }
}
