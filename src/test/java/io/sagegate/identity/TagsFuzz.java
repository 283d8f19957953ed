package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.util.List;
import java.util.Map;

/// Claims become tags that are fit to stand on record, or are told to be unfit; none is both, and none is made up.
public final class TagsFuzz implements FuzzTarget {
    private static final Map<String, List<String>> PATHS =
            Map.of("team", List.of("team"), "cost", List.of("org", "cost"), "deep", List.of("a", "b", "c", "d"));

    @Override
    public void accept(byte[] input) {
        try {
            var claims = Json.readObject(input, JsonLimits.IDENTITY);
            var tags = ClaimTags.of(claims, PATHS);
            tags.values().forEach((name, value) -> {
                assertThat(value).hasSizeBetween(1, 128).doesNotContainPattern("[\\p{Cntrl}\"'<>&\\\\]");
                assertThat(value.codePointCount(0, value.length())).isLessThanOrEqualTo(64);
                assertThat(tags.unfit()).doesNotContain(name);
                assertThat(Claims.at(claims, PATHS.getOrDefault(name, List.of())))
                        .hasToString(value);
            });
            assertThat(PATHS.keySet()).containsAll(tags.unfit());
            PATHS.forEach((name, path) -> assertThat(
                            tags.values().containsKey(name) || tags.unfit().contains(name))
                    .isEqualTo(Claims.at(claims, path) != null));
        } catch (JsonException e) {
            // Refused with the token.
        }
    }
}
