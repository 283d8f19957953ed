package io.sagegate.policy.document;

import io.sagegate.policy.Limit;
import io.sagegate.policy.Price;
import io.sagegate.policy.Quota;
import io.sagegate.policy.Quota.Budget;
import io.sagegate.policy.Quota.Concurrency;
import io.sagegate.policy.Quota.Measure;
import io.sagegate.policy.Quota.Period;
import io.sagegate.policy.Quota.Rate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads a limit's text: a number, a measure, a period, then options after commas.
///
/// ```text
/// 100 requests per minute, burst 20        10 MB per minute        2 concurrent
/// 50000 tokens per hour, reserve 500       5 USD per day at 0.50 USD per 1000 tokens
/// ```
final class LimitText {
    /// The meaning of a limit's text.
    record Sentence(Quota quota, long reserve) {}

    private static final Pattern NUMBER = Pattern.compile("(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?");
    private static final Pattern OPTION = Pattern.compile(",\\s+");
    static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);
    static final BigDecimal LARGEST = BigDecimal.valueOf(1_000_000_000_000_000L);
    private static final int MAX_CONCURRENT = 1_000;
    private static final long MAX_PER_SECOND = 1_000_000;
    private static final long MAX_BURST_DAYS = 31;

    private final PolicyNode node;
    private final List<String> words;
    private int at;

    private LimitText(PolicyNode node, String text) {
        this.node = node;
        this.words = List.of(text.strip().split("\\s+"));
    }

    static Sentence parse(PolicyNode node) throws PolicySyntaxException {
        // Options are set off by a comma and a space; a comma inside a number stands between digits.
        var parts = OPTION.split(node.text(), -1);
        var head = new LimitText(node, parts[0]);
        var options = new Options();
        for (var i = 1; i < parts.length; i++) {
            options.read(new LimitText(node, parts[i]));
        }
        var quota = head.quota(options);
        head.end();
        if (options.reserve > 0 && quota.measure() != Measure.TOKENS && quota.measure() != Measure.NANO_DOLLARS) {
            throw node.error("reserve is for limits on tokens or USD");
        }
        return new Sentence(quota, options.reserve > 0 ? options.reserve : Limit.RESERVE);
    }

    private static final class Options {
        private long burst;
        private long reserve;

        void read(LimitText option) throws PolicySyntaxException {
            var word = option.next("burst or reserve");
            switch (word) {
                case "burst" -> burst = option.once(burst);
                case "reserve" -> reserve = option.once(reserve);
                default -> throw option.node.error("unknown option \"" + word + "\"; use burst or reserve");
            }
            option.end();
        }
    }

    private long once(long before) throws PolicySyntaxException {
        if (before > 0) {
            throw node.error("an option is given twice");
        }
        return whole(number(), BigDecimal.ONE);
    }

    private Quota quota(Options options) throws PolicySyntaxException {
        var number = number();
        var unit = next("what is counted: requests, tokens, KB, MB, GB, USD or concurrent");
        return switch (unit) {
            case "concurrent" -> concurrency(whole(number, BigDecimal.ONE), options);
            case "USD" -> budget(Measure.NANO_DOLLARS, whole(number, NANO), period(), prices(), options);
            case "request", "requests" -> counted(Measure.REQUESTS, whole(number, BigDecimal.ONE), options);
            case "token", "tokens" -> counted(Measure.TOKENS, whole(number, BigDecimal.ONE), options);
            case "KB" -> counted(Measure.KILOBYTES, whole(number, BigDecimal.ONE), options);
            case "MB" -> counted(Measure.KILOBYTES, whole(number, BigDecimal.valueOf(1_000)), options);
            case "GB" -> counted(Measure.KILOBYTES, whole(number, BigDecimal.valueOf(1_000_000)), options);
            default ->
                throw node.error("cannot count \"" + unit + "\"; use requests, tokens, KB, MB, GB, USD or concurrent");
        };
    }

    private Quota concurrency(long calls, Options options) throws PolicySyntaxException {
        if (calls > MAX_CONCURRENT) {
            throw node.error("at most " + MAX_CONCURRENT + " concurrent calls can be counted");
        }
        refuseBurst(options);
        return new Concurrency((int) calls);
    }

    private Quota counted(Measure measure, long amount, Options options) throws PolicySyntaxException {
        var period = period();
        if (period == Period.MONTH) {
            return budget(measure, amount, period, Price.NONE, options);
        }
        if (Math.ceilDiv(amount, period.length().toSeconds()) > MAX_PER_SECOND) {
            throw node.error("more than " + MAX_PER_SECOND + " per second cannot be counted");
        }
        var burst = options.burst > 0 ? options.burst : amount;
        var days = (double) burst / amount * period.length().toSeconds() / 86_400;
        if (days > MAX_BURST_DAYS) {
            throw node.error("the burst would take more than " + MAX_BURST_DAYS + " days to come back");
        }
        return new Rate(measure, amount, period, burst);
    }

    private Quota budget(Measure measure, long amount, Period period, Price price, Options options)
            throws PolicySyntaxException {
        if (period == Period.SECOND || period == Period.MINUTE) {
            throw node.error("a budget is per hour, day or month");
        }
        refuseBurst(options);
        return new Budget(measure, amount, period, price);
    }

    private void refuseBurst(Options options) throws PolicySyntaxException {
        if (options.burst > 0) {
            throw node.error("burst is for rates of requests, tokens or bytes per second, minute, hour or day");
        }
    }

    private Period period() throws PolicySyntaxException {
        expect("per");
        var word = next("second, minute, hour, day or month");
        return Period.ofWord(word)
                .orElseThrow(
                        () -> node.error("\"" + word + "\" is not a period; use second, minute, hour, day or month"));
    }

    /// The target of the call has a price, if the text states none.
    private Price prices() throws PolicySyntaxException {
        if (at >= words.size()) {
            return Price.OF_CALLED;
        }
        expect("at");
        return PriceText.sum(this);
    }

    /// A price by itself, such as `0.01 USD per call and 0.50 USD per 1000 tokens`.
    static Price price(PolicyNode node) throws PolicySyntaxException {
        return PriceText.sum(new LimitText(node, node.text()));
    }

    BigDecimal number() throws PolicySyntaxException {
        var word = next("a number");
        if (!NUMBER.matcher(word).matches() || word.length() > 20) {
            throw node.error("\"" + word + "\" is not a number; write it like 100, 1,000 or 0.25");
        }
        return new BigDecimal(word.replace(",", ""));
    }

    long whole(BigDecimal number, BigDecimal unit) throws PolicySyntaxException {
        var amount = number.multiply(unit);
        if (amount.stripTrailingZeros().scale() > 0) {
            throw node.error(String.format(Locale.ROOT, "%s is finer than can be counted", number.toPlainString()));
        }
        if (amount.signum() <= 0 || amount.compareTo(LARGEST) > 0) {
            throw node.error(number.toPlainString() + " is out of range: more than zero and at most "
                    + LARGEST.divide(unit, RoundingMode.DOWN).toPlainString());
        }
        return amount.longValueExact();
    }

    void expect(String word) throws PolicySyntaxException {
        var found = next("\"" + word + "\"");
        if (!found.equals(word)) {
            throw node.error("expected \"" + word + "\" instead of \"" + found + "\"");
        }
    }

    String next(String expected) throws PolicySyntaxException {
        if (at >= words.size()) {
            throw node.error("expected " + expected + " after \"" + String.join(" ", words) + "\"");
        }
        return words.get(at++);
    }

    boolean isAtEnd() {
        return at >= words.size();
    }

    /// Takes the last word back.
    void back() {
        at--;
    }

    PolicySyntaxException error(String message) {
        return node.error(message);
    }

    private void end() throws PolicySyntaxException {
        if (at < words.size()) {
            throw node.error("did not expect \"" + words.get(at) + "\"");
        }
    }
}
