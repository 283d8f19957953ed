package io.sagegate.sim;

import java.util.List;

/// The end of a simulated world.
///
/// @param breaches the rules that were broken; empty for a good run
/// @param story the run in lines that a person can read
/// @param fingerprint a hash of everything that happened
/// @param nanos how much virtual time went by
/// @param steps how often the schedule chose what runs next
/// @param calls how many calls clients made
/// @param admitted how many of them reached a model
public record Report(
        List<Breach> breaches,
        List<String> story,
        String fingerprint,
        long nanos,
        long steps,
        int calls,
        int admitted) {
    /// One broken rule.
    ///
    /// @param rule its name
    public record Breach(String rule, String detail) {
        @Override
        public String toString() {
            return rule + ": " + detail;
        }
    }

    public Report {
        breaches = List.copyOf(breaches);
        story = List.copyOf(story);
    }

    public boolean isGood() {
        return breaches.isEmpty();
    }

    /// Whether this run broke a rule that the other broke too.
    boolean isLike(Report other) {
        return breaches.stream()
                .anyMatch(one ->
                        other.breaches.stream().anyMatch(two -> one.rule().equals(two.rule())));
    }
}
