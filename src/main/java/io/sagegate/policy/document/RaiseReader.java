package io.sagegate.policy.document;

import io.sagegate.policy.Price;
import io.sagegate.policy.Quota;
import io.sagegate.policy.Raise;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the `raise` of a limit.
final class RaiseReader {
    /// A reason stands in audit lines and answers, so it is short and plain.
    private static final Pattern BECAUSE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} .,:/=+@#_-]{0,39}");

    private RaiseReader() {}

    static Optional<Raise> raise(PolicyNode node, Quota limit) throws PolicySyntaxException {
        if (node.isAbsent()) {
            return Optional.empty();
        }
        node.onlyMembers(Set.of("to", "until", "because"));
        var to = node.member("to");
        var quota = priced(LimitSuggestion.parse(to).quota(), limit);
        if (!quota.counter().equals(limit.counter())) {
            throw to.error("a raise counts what the limit counts, per the same period");
        }
        if (quota.amount() <= limit.amount()) {
            throw to.error("a raise gives more than the limit itself");
        }
        var until = PolicyReader.expiry(node.member("until"))
                .orElseThrow(() -> node.error("a raise needs its end: until, such as 2026-12-01T00:00:00Z"));
        var because = node.member("because").exact();
        if (!BECAUSE.matcher(because).matches()) {
            throw node.member("because").error("a reason has up to 40 letters, digits, spaces and .,:/=+@#_-");
        }
        return Optional.of(new Raise(to.text(), quota, until, because));
    }

    /// At the limit's own price, where the raise states none.
    private static Quota priced(Quota raised, Quota limit) {
        return raised instanceof Quota.Budget more
                        && limit instanceof Quota.Budget budget
                        && more.price().equals(Price.OF_CALLED)
                ? new Quota.Budget(more.measure(), more.amount(), more.period(), budget.price())
                : raised;
    }
}
