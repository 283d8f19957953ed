package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import io.sagegate.json.Json;
import io.sagegate.limits.tokens.Usage.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The bounds within which a statement is believed, and the numbers that it is made of.
final class DemandTest {
    private static Demand demand(Demand.Input input, OptionalLong bound, long answers, boolean heeded) {
        return new Demand(400, input, new Demand.Output(bound, answers, 1, heeded));
    }

    @Test
    void theInputIsEstimatedAndBoundedByItsParts() {
        assertThat(Demand.input(160, 3, 2, 300, false))
                .isEqualTo(new Demand.Input(40 + 3 + 600, 10 + 3, 160 + 3 + 8 * 600 + 2_000, 0));
        assertThat(Demand.input(160, 0, 0, 300, true).echoed()).isEqualTo(160);
        assertThat(Demand.input(0, 0, 0, 300, false).tokens()).isEqualTo(1);
        assertThat(new Demand(100, 5, OptionalLong.empty()).input().most()).isEqualTo(2_100);
        assertThat(Demand.ofSize(100).input().most()).isEqualTo(2_100);
    }

    @Test
    void anInputIsBelievedFromItsLeastToItsMost() {
        var asked = demand(new Demand.Input(40, 10, 90, 0), OptionalLong.empty(), 1, false);
        assertThat(asked.isInput(9)).isFalse();
        assertThat(asked.isInput(10)).isTrue();
        assertThat(asked.isInput(90)).isTrue();
        assertThat(asked.isInput(91)).isFalse();
    }

    @Test
    void anOutputIsBelievedFromWhatWasWrittenToWhatWasAsked() {
        var input = new Demand.Input(40, 10, 90, 32);
        var bounded = demand(input, OptionalLong.of(20), 2, true);
        assertThat(bounded.allows(40, 40, 0, 400)).isTrue();
        assertThat(bounded.allows(40, 41, 0, 400)).isFalse();
        assertThat(bounded.allows(40, 3, 32 + 63, 400)).isTrue();
        assertThat(bounded.allows(40, 3, 32 + 64, 400))
                .as("a token for 16 bytes")
                .isFalse();
        var free = demand(input, OptionalLong.of(20), 2, false);
        assertThat(free.allows(40, 65_536, 0, 400)).isTrue();
        assertThat(free.allows(40, 65_537, 0, 400)).isFalse();
        assertThat(free.allows(40, 70_000, 0, 70_000)).isTrue();
        assertThat(free.allows(40, 70_001, 0, 70_000)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerIsOfTokensWhereItsModelStatedOrSentThem(Source source) {
        var tokens = source == Source.MODEL || source == Source.EVENTS || source == Source.IMPLAUSIBLE;
        assertThat(Usage.of(1, 1, source).isOfTokens()).isEqualTo(tokens);
        assertThat(new Usage(false, 1, 0, 1, source).isOfTokens()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\ud83d\ude00", "a\u00e4\u4f60"})
    void aTextIsAsLongAsItsBytes(String text) {
        assertThat(Utf8.length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static final String FORTY = "1".repeat(40);

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-7, -7",
        "99999999999999999, 99999999999999999",
        "999999999999999999, 999999999999999999",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "-9223372036854775809, -9223372036854775807",
        "100.0, 100",
        "1e2, 100",
        "1e40, 9223372036854775807",
        "1000e-3, 1",
    })
    void aWholeNumberIsReadHoweverItIsWritten(String text, long number) throws IOException {
        assertThat(whole(text)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e-1", "1e41", "1e999999999", "1e-41", "true", "null", "\"7\""})
    void nothingElseIsAWholeNumber(String text) throws IOException {
        assertThat(whole(text)).isEmpty();
    }

    @Test
    void aNumberOfMoreThanFortyDigitsIsNotRead() throws IOException {
        assertThat(whole(FORTY)).hasValue(Long.MAX_VALUE);
        assertThat(whole(FORTY + "1")).isEmpty();
    }

    private static OptionalLong whole(String text) throws IOException {
        try (var json = Json.factory().createParser(text)) {
            JsonToken token = json.nextToken();
            return WholeNumber.of(json, token);
        }
    }
}
