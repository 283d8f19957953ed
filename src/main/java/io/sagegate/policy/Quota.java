package io.sagegate.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// How much a limit allows.
public sealed interface Quota {
    /// What is counted.
    enum Measure {
        REQUESTS("requests"),
        TOKENS("tokens"),
        /// Thousands of request bytes, begun ones whole.
        KILOBYTES("KB"),
        /// Billionths of a US dollar.
        NANO_DOLLARS("USD"),
        /// Calls that run at the same time.
        CALLS("concurrent");

        private final String word;

        Measure(String word) {
            this.word = word;
        }

        /// The word in a limit's text.
        public String word() {
            return word;
        }

        /// The name of the unit that amounts are in: a word of ASCII, without a space.
        public String unit() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// What a quota is per.
    enum Period {
        SECOND(1),
        MINUTE(60),
        HOUR(3_600),
        DAY(86_400),
        /// Only of the calendar: its length varies, this is the longest.
        MONTH(31 * 86_400);

        private final int seconds;

        Period(int seconds) {
            this.seconds = seconds;
        }

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public Duration length() {
            return Duration.ofSeconds(seconds);
        }

        public static Optional<Period> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(period -> period.word().equals(word))
                    .findFirst();
        }
    }

    /// The counter's name within its scope: limits of one name count together, whatever their numbers.
    default String counter() {
        return measure().word();
    }

    Measure measure();

    /// Whether a larger request uses more of it.
    default boolean goesBySize() {
        return switch (this) {
            case Rate rate -> rate.measure() == Measure.TOKENS || rate.measure() == Measure.KILOBYTES;
            case Budget budget ->
                switch (budget.measure()) {
                    case TOKENS, KILOBYTES -> true;
                    case NANO_DOLLARS -> budget.price().goesBySize();
                    case REQUESTS, CALLS -> false;
                };
            case Concurrency _ -> false;
        };
    }

    /// The number in the limit's text, in the measure's unit.
    long amount();

    /// A rolling rate: `amount` in each period, evenly, and at most `burst` at once.
    record Rate(Measure measure, long amount, Period period, long burst) implements Quota {
        @Override
        public String counter() {
            return measure.word() + "/" + period.word();
        }
    }

    /// A budget that begins anew with each hour, day or month of the calendar, in UTC.
    record Budget(Measure measure, long amount, Period period, Price price) implements Quota {
        @Override
        public String counter() {
            return measure.word() + "/" + period.word();
        }
    }

    /// So many calls at the same time.
    record Concurrency(int calls) implements Quota {
        @Override
        public Measure measure() {
            return Measure.CALLS;
        }

        @Override
        public long amount() {
            return calls;
        }
    }
}
