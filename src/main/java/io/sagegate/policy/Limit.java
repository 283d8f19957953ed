package io.sagegate.policy;

import io.sagegate.policy.obligation.Shadow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A limit of a grant or a binding.
///
/// @param text as the policy has it, such as `100 requests per minute, burst 20`
/// @param reserve tokens to set aside for an answer whose length the caller does not bound
/// @param admitsUncounted whether calls go through while usage cannot be counted
/// @param ofBinding whether it counts calls of all endpoints of the role, not of the grant's one
/// @param raise more of it for a while
/// @param thresholds percentages of it that are told when they are reached, in ascending order
/// @param shadow of a limit that counts and refuses nothing
public record Limit(
        String text,
        Quota quota,
        Scope scope,
        long reserve,
        boolean admitsUncounted,
        boolean ofBinding,
        Optional<Raise> raise,
        List<Integer> thresholds,
        Optional<Shadow> shadow) {
    public Limit {
        thresholds = List.copyOf(thresholds);
    }

    /// Without a raise and without thresholds, and in force.
    public Limit(String text, Quota quota, Scope scope, long reserve, boolean admitsUncounted, boolean ofBinding) {
        this(text, quota, scope, reserve, admitsUncounted, ofBinding, Optional.empty(), List.of(), Optional.empty());
    }

    /// Who shares a limit's counter.
    public enum Scope {
        /// Each principal has its own.
        PRINCIPAL("principal"),
        /// All principals bound to the role share it.
        ROLE("role"),
        /// All callers of the endpoint share it, through any role.
        ENDPOINT("endpoint");

        private final String code;

        Scope(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /// Stands in the text of a raised limit between what is in force and the limit itself.
    public static final String RAISED = ", raised from ";

    /// Tokens to set aside for an answer where nothing else is said.
    public static final long RESERVE = 1_000;

    /// As it counts at that moment: a raise stands in its text, and so on every line and answer that tells it.
    public Limit at(Instant now) {
        return raise.isEmpty() || raise.get().isOver(now)
                ? this
                : with(
                        raise.get().text() + RAISED + text + " until "
                                + raise.get().until() + " because "
                                + raise.get().because(),
                        raise.get().quota());
    }

    private Limit with(String said, Quota counted) {
        return new Limit(
                said, counted, scope, reserve, admitsUncounted, ofBinding, Optional.empty(), thresholds, shadow);
    }

    /// With the price of what is called, where a budget states none itself.
    Limit at(Optional<Price> price) {
        return price.isPresent()
                        && quota instanceof Quota.Budget budget
                        && budget.price().equals(Price.OF_CALLED)
                ? with(text, new Quota.Budget(budget.measure(), budget.amount(), budget.period(), price.get()))
                : this;
    }

    /// Whether it can refuse a call.
    public boolean isEnforced() {
        return shadow.isEmpty();
    }

    /// Whether a caller is told of a limit in shadow that would have refused its call.
    public boolean isTold() {
        return shadow.filter(Shadow::told).isPresent();
    }

    /// Tells the limits of one call apart by what is counted, per what, and who shares it: a name of ASCII, out of a
    /// small set, such as `tokens-hour-of-role`.
    public String name() {
        var shared = scope == Scope.PRINCIPAL ? "" : "-of-" + scope.code();
        return counter().replace('/', '-') + shared + (ofBinding ? "-of-binding" : "");
    }

    /// The counter's name within its item: see [Quota#counter].
    public String counter() {
        return quota.counter();
    }
}
