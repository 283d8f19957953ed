package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

/// A price's text is refused, or any call can be priced by it: never less than nothing, and never too much to count.
public final class PriceFuzz implements FuzzTarget {
    /// The most tokens, and milliseconds, of one call.
    private static final long TOKENS = 10_000_000;

    private static final long MILLIS = 900_000;

    @Override
    public void accept(byte[] input) {
        try {
            var price = LimitText.price(new PolicyNode(new String(input, StandardCharsets.UTF_8), "prices[0]"));
            var least = price.of(0, 0);
            var most = Math.addExact(price.of(TOKENS, TOKENS), price.ofMillis(MILLIS));
            assertThat(least).isNotNegative().isLessThanOrEqualTo(most);
            assertThat(price.of(TOKENS, TOKENS, 0)).isLessThanOrEqualTo(price.of(TOKENS, 0));
            assertThat(most + price.second()).isPositive();
        } catch (PolicySyntaxException e) {
            assertThat(e.path()).isEqualTo("prices[0]");
        }
    }
}
