package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.util.Arrays;
import java.util.List;

/// The first byte chooses the media type; the rest is a request. It is uncountable, or its demand lies within bounds
/// that can be added up.
public final class DemandFuzz implements FuzzTarget {
    private static final List<String> TYPES =
            List.of("application/json", "application/jsonlines", "text/plain", "image/png", "");
    private static final long SUM = 1L << 60;

    @Override
    public void accept(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var body = Arrays.copyOfRange(input, 1, input.length);
        try {
            var demand = RequestedTokens.of(TYPES.get(Math.floorMod(input[0], TYPES.size())), body);
            var asked = demand.input();
            assertThat(asked.tokens()).isBetween(0L, SUM);
            assertThat(asked.least()).isBetween(0L, asked.most());
            assertThat(asked.most()).isLessThan(SUM);
            assertThat(asked.echoed()).isBetween(0L, (long) body.length);
            assertThat(demand.kilobytes()).isPositive();
            assertThat(demand.askedTokens()).isBetween(0L, SUM);
            assertThat(demand.outputTokens(500)).isBetween(0L, SUM);
            assertThat(demand.outputTokens(0)).isGreaterThanOrEqualTo(demand.askedTokens());
            assertThat(demand.unseen().outputTokens(500)).isGreaterThanOrEqualTo(demand.askedTokens());
        } catch (UncountableException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
