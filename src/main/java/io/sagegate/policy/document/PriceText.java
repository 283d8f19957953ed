package io.sagegate.policy.document;

import io.sagegate.policy.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// Reads prices off the words of a limit's text, or of a price by itself.
///
/// ```text
/// 0.01 USD per call        0.002 USD per second        0.50 USD per 1000 tokens
/// 0.50 USD per 1000 input tokens and 1.50 USD per 1000 output tokens and 0.05 USD per 1000 cached tokens
/// ```
final class PriceText {
    /// Nano-dollars of the dearest price, per second and per 1000 tokens: 100 USD.
    private static final BigDecimal DEAREST = BigDecimal.valueOf(100).multiply(LimitText.NANO);

    private final LimitText words;
    private long call;
    private long input;
    private long cached = -1;
    private long output;
    private long second;

    private PriceText(LimitText words) {
        this.words = words;
    }

    /// The sum of all prices up to the end of the text.
    static Price sum(LimitText words) throws PolicySyntaxException {
        var sum = new PriceText(words);
        sum.price();
        while (!words.isAtEnd()) {
            words.expect("and");
            sum.price();
        }
        return sum.whole();
    }

    private Price whole() throws PolicySyntaxException {
        if (cached > input) {
            throw words.error("cached tokens cannot cost more than input tokens, of which they are a part");
        }
        return new Price(call, input, cached < 0 ? input : cached, output, second);
    }

    private void price() throws PolicySyntaxException {
        var nanos = words.whole(words.number(), LimitText.NANO);
        words.expect("USD");
        words.expect("per");
        switch (words.next("call, second or a number of tokens")) {
            case "call" -> call = bounded(call, nanos, LimitText.LARGEST, "1,000,000 USD per call");
            case "second" -> second = bounded(second, nanos, DEAREST, "100 USD per second");
            default -> tokens(nanos);
        }
    }

    private void tokens(long nanos) throws PolicySyntaxException {
        words.back();
        var tokens = words.whole(words.number(), BigDecimal.ONE);
        var thousand = thousand(nanos, tokens);
        var kind = words.next("tokens, input tokens, cached tokens or output tokens");
        if (List.of("input", "cached", "output").contains(kind)) {
            words.expect("tokens");
        }
        switch (kind) {
            case "tokens" -> {
                input = summed(input, thousand);
                output = summed(output, thousand);
            }
            case "input" -> input = summed(input, thousand);
            case "cached" -> cached = summed(Math.max(0, cached), thousand);
            case "output" -> output = summed(output, thousand);
            default ->
                throw words.error("a price is per call, per second, or per 1000 tokens, input tokens, cached tokens or"
                        + " output tokens");
        }
    }

    private long summed(long before, BigDecimal thousand) throws PolicySyntaxException {
        return bounded(before, thousand, DEAREST, "100 USD per 1000 tokens");
    }

    private static BigDecimal thousand(long nanos, long tokens) {
        return BigDecimal.valueOf(nanos)
                .multiply(BigDecimal.valueOf(1_000))
                .divide(BigDecimal.valueOf(tokens), 0, RoundingMode.UP);
    }

    private long bounded(long before, long more, BigDecimal most, String said) throws PolicySyntaxException {
        return bounded(before, BigDecimal.valueOf(more), most, said);
    }

    /// The sum of the same price stated several times.
    private long bounded(long before, BigDecimal more, BigDecimal most, String said) throws PolicySyntaxException {
        var sum = BigDecimal.valueOf(before).add(more);
        if (sum.compareTo(most) > 0) {
            throw words.error("a price of more than " + said + " cannot be counted");
        }
        return sum.longValueExact();
    }
}
