package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.identity.ClaimRules.GroupsFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tags that a token carries: a claim that does not fit is left out, told, and refuses nobody.
final class ClaimTagsTest {
    private static final TestIssuer ISSUER = TestIssuer.signing("ES256");
    private static final ClaimRules RULES = new ClaimRules(
            "aud",
            List.of("sub"),
            List.of("groups"),
            GroupsFormat.LIST,
            false,
            Map.of(),
            Map.of("cost_center", List.of("cc"), "team", List.of("org", "team")));

    private static ClaimTags tags(String claim, String value) {
        return ISSUER.user(TestIssuer.with(claim, value), RULES).orElseThrow().tags();
    }

    @Test
    void textsAndWholeNumbersAreTaken() {
        assertThat(tags("cc", "\"AT-4711\"").values()).isEqualTo(Map.of("cost_center", "AT-4711"));
        assertThat(tags("cc", "4711").values()).isEqualTo(Map.of("cost_center", "4711"));
        assertThat(tags("org", "{\"team\":\"fraud\"}").values()).isEqualTo(Map.of("team", "fraud"));
        assertThat(tags("other", "\"x\"")).isEqualTo(ClaimTags.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"a\"]",
                "{\"a\":1}",
                "true",
                "1.5",
                "\"\"",
                "\" a\"",
                "\"<b>\"",
                "\"a\\nb\"",
                "\"a\\u202eb\"",
                "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""
            })
    void whatDoesNotFitIsLeftOutAndTold(String value) {
        assertThat(tags("cc", value).values()).isEmpty();
        assertThat(tags("cc", value).unfit()).containsExactly("cost_center");
    }
}
