package io.sagegate.filters.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.filters.Rules;
import io.sagegate.policy.obligation.ResponseRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A filter in shadow counts what it would have done.
final class ShadowFilterTest {
    private static final ResponseRules MASK =
            Rules.of(Map.of("mask", List.of("email")), Map.of("pattern", "ACME-\\d+", "with", "***", "maxLength", 20));

    /// The findings in a whole answer and in the same answer a byte at a time.
    private static List<Long> counts(ResponseRules rules, String type, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var whole = ShadowFilter.whole(rules, type, bytes);
        var pieces = ShadowFilter.ofStream(rules, type);
        for (var b : bytes) {
            pieces.push(new byte[] {b});
        }
        pieces.finish();
        assertThat(pieces.withholds()).isEqualTo(whole.withholds());
        assertThat(List.of(pieces.masked(), pieces.dropped())).isEqualTo(List.of(whole.masked(), whole.dropped()));
        return whole.withholds() ? List.of() : List.of(whole.masked(), whole.dropped());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "text/plain       | a@b.de c@d.de ^ ^^ | 2",
                "text/plain       | nothing            | 0",
                "text/plain       | ACME-1 to a@b.de   | 2",
                "text/csv         | a@b.de,c@d.de      | 2",
                "application/json | {\"a\":[\"a@b.de c@d.de\",\"ACME-1\"]} | 3"
            })
    void everyMaskedTextIsCounted(String type, String body, long masked) {
        assertThat(counts(MASK, type, body)).containsExactly(masked, 0L);
    }

    @Test
    void whatWouldBeLeftOutIsCountedInBytes() {
        var rules = Rules.of(Map.of("drop", List.of("$.debug")));
        assertThat(counts(rules, "application/json", "{\"debug\":\"abc\",\"x\":1}"))
                .containsExactly(0L, 14L);
        assertThat(counts(rules, "application/json", "{ \"x\" : 1 }")).containsExactly(0L, 0L);
    }

    @Test
    void masksOfALeftOutMemberAreNotCounted() {
        var rules = Rules.of(Map.of("drop", List.of("$.debug")), Map.of("mask", List.of("email")));
        assertThat(counts(rules, "application/json", "{\"debug\":\"a@b.de\",\"x\":\"c@d.de\"}"))
                .containsExactly(1L, 17L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | not JSON",
                "application/octet-stream | a@b.de",
                "text/plain; charset=utf-16 | x"
            })
    void whatTheRulesCannotReadTheyWouldWithhold(String type, String body) {
        assertThat(counts(MASK, type, body)).isEmpty();
    }

    @Test
    void anAnswerOfAnotherTypeOrTooLongWouldBeWithheld() {
        assertThat(counts(Rules.of(Map.of("contentTypes", List.of("text/csv"))), "text/plain", "x"))
                .isEmpty();
        assertThat(counts(Rules.of(Map.of("maxBytes", 2)), "text/plain", "xx")).containsExactly(0L, 0L);
        assertThat(counts(Rules.of(Map.of("maxBytes", 2)), "text/plain", "xxx")).isEmpty();
    }
}
