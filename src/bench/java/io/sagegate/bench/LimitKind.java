package io.sagegate.bench;

import io.sagegate.limits.Calls;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Decision;
import java.util.List;
import java.util.Map;

/// The kinds of limits that are compared. Each lets sixty calls through, or six at the same time.
@SuppressWarnings("ImmutableEnumChecker") // Unmodifiable lists.
enum LimitKind {
    REQUESTS(60, List.of("60 requests per hour")),
    BYTES(60, List.of("60 KB per hour")),
    TOKENS(60, List.of("6000 tokens per day")),
    USD(60, List.of("0.60 USD per day at 0.01 USD per call")),
    MONTHLY(60, List.of("60 requests per month")),
    CONCURRENT(6, List.of("6 concurrent")),
    TWO_ITEMS(60, List.of("60 requests per hour", Map.of("limit", "9999 requests per hour", "scope", "role")));

    /// The demand of every call.
    static final Demand DEMAND = Calls.tokens(50, 50);

    static final Usage USAGE = Usage.of(50, 50);

    final int limit;
    private final List<Object> limits;

    LimitKind(int limit, List<Object> limits) {
        this.limit = limit;
        this.limits = limits;
    }

    /// Under a role of its own, so that each run has its own counters.
    Decision.Permit permit(String role) {
        return Calls.permitAs(role, limits.toArray());
    }
}
