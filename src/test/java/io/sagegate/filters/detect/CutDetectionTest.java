package io.sagegate.filters.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import io.sagegate.filters.body.ResponseFilter;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random texts of what detectors look for: slow, so that the measuring of tests by mutations leaves it out.
final class CutDetectionTest {
    private static String masked(String text) {
        return ResponseFilter.text(Rules.ALL_KINDS, text);
    }

    /// However a text is cut, and whatever escapes and invisible characters are in it.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9})
    void aTextCutAnywhereIsMaskedAsTheWhole(int longest) throws FilterException {
        var random = new Random(longest);
        var parts = new String[] {
            "ada",
            "@",
            "%40",
            "\\u0040",
            "example.com",
            "5",
            "x",
            " ",
            "4111",
            "1111",
            "%20",
            "%2",
            "\\n",
            "\\",
            "\u200b",
            "\u00ad",
            "\ufe0f",
            "\ud83d\ude00",
            "AKIA",
            "IOSFODNN7EXAMPLE",
            "%E2%80%8B",
            "é",
            "-",
            ".",
            "+1 415",
            "\\ud83d\\ude00",
            "eyJhbGciOiJ9",
            "DE89370400440532013000",
            "\n",
            "-----BEGIN PRIVATE KEY-----"
        };
        for (var round = 0; round < 400; round++) {
            var text = new StringBuilder();
            for (var i = random.nextInt(16); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(Rules.cut(Rules.ALL_KINDS, "text/plain", text.toString(), random, longest))
                    .as("%s", text)
                    .isEqualTo(masked(text.toString()));
        }
    }
}
