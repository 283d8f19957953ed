package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.limits.tokens.Usage.Source;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How much of a stream is kept to be read, and which statement counts.
final class StreamBoundsTest {
    private static final String EVENTS = "text/event-stream";
    private static final int LONGEST_LINE = 262_144;
    private static final int LARGEST_DOCUMENT = 1_048_576;

    private static Usage usage(String type, String body, int piece) {
        var tokens = new StreamedTokens(type, Demand.ofSize(40));
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        for (var from = 0; from < bytes.length; from += piece) {
            tokens.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
        }
        return tokens.usage();
    }

    /// A statement with so many bytes in all.
    private static String statement(int bytes, long output) {
        var end = "\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":" + output + "}}";
        return "{\"text\":\"" + "x".repeat(bytes - 9 - end.length()) + end;
    }

    @ParameterizedTest
    @ValueSource(ints = {600_000, 10_000_000})
    void aDocumentIsReadUpToItsLargestSize(int piece) {
        assertThat(usage("application/json", statement(LARGEST_DOCUMENT, 70_000), piece))
                .isEqualTo(Usage.of(10, 70_000, Source.MODEL));
        assertThat(usage("application/json", statement(LARGEST_DOCUMENT + 1, 70_000), piece))
                .isEqualTo(Usage.of(10, LARGEST_DOCUMENT / 4 + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {200_000, 10_000_000})
    void aLineIsReadUpToItsLongest(int piece) {
        assertThat(usage(EVENTS, "data: " + statement(LONGEST_LINE - 6, 20_000) + "\n\n", piece))
                .isEqualTo(Usage.of(10, 20_000, Source.MODEL));
        assertThat(usage(EVENTS, "data: " + statement(LONGEST_LINE - 5, 20_000) + "\n\n", piece))
                .as("all its bytes count as text")
                .isEqualTo(Usage.of(10, LONGEST_LINE / 4 + 1, Source.EVENTS));
    }

    @Test
    void aLineThatIsTooLongIsAnEventAndTakesBackTheStatementBeforeIt() {
        var stated = "data: {\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1}}\n\n";
        var endless = ":" + "x".repeat(LONGEST_LINE) + "\n\n";
        assertThat(usage(EVENTS, stated + endless, 10_000_000))
                .isEqualTo(Usage.of(10, (LONGEST_LINE + 1) / 4 + 1, Source.EVENTS));
        assertThat(usage(EVENTS, endless + stated, 10_000_000).source()).isEqualTo(Source.IMPLAUSIBLE);
    }

    @Test
    void anEventWithoutTextLeavesTheStatementBeforeIt() {
        var stated = "data: {\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1}}\n\n";
        assertThat(usage(EVENTS, stated + "data: {\"choices\":[]}\n\n", 7)).isEqualTo(Usage.of(10, 1, Source.MODEL));
        assertThat(usage(EVENTS, stated + "data: {\"text\":\"x\"}\n\n", 7).source())
                .isEqualTo(Source.EVENTS);
        assertThat(usage(EVENTS, stated + "data: {}\ndata: {}\n\n", 7).source()).isEqualTo(Source.EVENTS);
    }

    private static Usage whole(String usage) {
        return StatedUsage.of(
                "application/json",
                ("{\"usage\":" + usage + "}").getBytes(StandardCharsets.UTF_8),
                new Demand(40, 10, OptionalLong.empty()));
    }

    @Test
    void anOutputIsWhatATotalLeavesOfTheInputEvenOfNone() {
        assertThat(whole("{\"prompt_tokens\":0,\"total_tokens\":7}")).isEqualTo(Usage.of(0, 7, Source.MODEL));
        assertThat(whole("{\"prompt_tokens\":7,\"total_tokens\":7}")).isEqualTo(Usage.of(7, 0, Source.MODEL));
        assertThat(whole("{\"prompt_tokens\":8,\"total_tokens\":7}").source()).isEqualTo(Source.SIZE);
        assertThat(whole("{\"prompt_tokens\":8,\"completion_tokens\":0,\"total_tokens\":9}"))
                .isEqualTo(Usage.of(8, 0, Source.MODEL));
    }

    @Test
    void allOfAnInputMayHaveBeenCached() {
        var stated = "{\"prompt_tokens\":10,\"completion_tokens\":1,\"cached_tokens\":";
        assertThat(whole(stated + "10}")).isEqualTo(new Usage(true, 10, 10, 1, Source.MODEL));
        assertThat(whole(stated + "11}").source()).isEqualTo(Source.IMPLAUSIBLE);
    }
}
