package io.sagegate.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// A quota: the amount that a limit allows.
public sealed interface Quota {
    /// The measure that a quota counts.
    enum Measure {
        REQUESTS("requests"),
        TOKENS("tokens"),
        /// Thousands of request bytes; a begun thousand counts whole.
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

        /// The name of the measure's unit: one ASCII word without a space.
        public String unit() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// The period of a quota.
    enum Period {
        SECOND(1),
        MINUTE(60),
        HOUR(3_600),
        DAY(86_400),
        /// A calendar month, for budgets only. The seconds are those of the longest month, 31 days.
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

    /// The counter's name within its scope. Limits of one name share a counter, even if their numbers differ.
    default String counter() {
        return measure().word();
    }

    Measure measure();

    /// Whether a larger request uses more of the quota.
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

    /// A rolling rate: `amount` is refilled evenly over each period, and at most `burst` may be used at once.
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

    /// A bound on the calls that run at the same time.
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
