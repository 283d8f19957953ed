package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.fuzz.Pieces;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// The first byte chooses the media type and the request; the rest is a model's answer. What it states counts only
/// within what its bytes and the request allow, and the same however the bytes come.
public final class UsageFuzz implements FuzzTarget {
    private static final List<String> TYPES =
            List.of("application/json", "application/jsonlines", "text/event-stream", "text/plain");
    private static final List<Demand> DEMANDS = List.of(
            Demand.ofSize(400),
            new Demand(400, new Demand.Input(90, 20, 2_000, 0), new Demand.Output(OptionalLong.of(50), 1, 1, true)),
            new Demand(400, new Demand.Input(90, 20, 2_000, 300), new Demand.Output(OptionalLong.of(50), 3, 3, false)));

    @Override
    public void accept(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var choice = Math.floorMod(input[0], TYPES.size() * DEMANDS.size());
        var type = TYPES.get(choice % TYPES.size());
        var demand = DEMANDS.get(choice / TYPES.size());
        var body = Arrays.copyOfRange(input, 1, input.length);
        var usage = streamed(type, demand, List.of(body));
        bounded(usage, demand, body.length);
        bounded(StatedUsage.of(type, body, demand), demand, body.length);
        for (var cut = 0; cut < 3; cut++) {
            assertThat(streamed(type, demand, Pieces.of(body, cut))).isEqualTo(usage);
        }
    }

    private static Usage streamed(String type, Demand demand, List<byte[]> pieces) {
        var tokens = new StreamedTokens(type, demand);
        pieces.forEach(tokens::add);
        return tokens.usage();
    }

    private static void bounded(Usage usage, Demand demand, int length) {
        assertThat(usage.cachedTokens()).isBetween(0L, usage.inputTokens());
        if (usage.source() == Usage.Source.MODEL) {
            assertThat(usage.inputTokens())
                    .isBetween(demand.input().least(), demand.input().most());
            assertThat(usage.outputTokens())
                    .isLessThanOrEqualTo(
                            demand.output().heeded()
                                    ? demand.askedTokens()
                                    : Math.max(length, 32_768 * demand.output().answers()));
        } else {
            assertThat(usage.outputTokens()).isLessThanOrEqualTo(length);
        }
    }
}
