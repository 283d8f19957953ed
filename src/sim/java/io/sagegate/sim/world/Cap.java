package io.sagegate.sim.world;

import java.util.Locale;
import java.util.Optional;

/// A limit as the simulation understands it, apart from the gateway's own reading.
///
/// @param endpoint the grant's endpoint; empty for a limit of the binding, which counts all endpoints
/// @param amount how much a period allows
/// @param burst the most at once, for a rate
/// @param nanos the period's length; 0 for calls at once and for months
record Cap(Kind kind, Scope scope, Optional<String> endpoint, long amount, long burst, long nanos) {
    static final long SECOND = 1_000_000_000L;
    static final long MINUTE = 60 * SECOND;
    static final long MONTH = 0;

    enum Kind {
        REQUESTS,
        TOKENS,
        CALLS
    }

    enum Scope {
        PRINCIPAL,
        ROLE,
        ENDPOINT
    }

    boolean isRate() {
        return nanos > 0;
    }

    boolean isBudget() {
        return kind != Kind.CALLS && nanos == MONTH;
    }

    /// The calls that share one counter; empty if the limit is none of the call's.
    Optional<String> group(Call call) {
        if (endpoint.filter(own -> !own.equals(call.endpoint)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(group(call.caller));
    }

    /// The name of the counter that a caller's calls share.
    String group(Caller caller) {
        return scope == Scope.PRINCIPAL ? caller.name() : "all";
    }

    /// Whether the item of the table counts it.
    boolean isCountedIn(String item) {
        var parts = item.split("\\|", -1);
        var of = endpoint.orElse("");
        return switch (scope) {
            case PRINCIPAL -> parts[0].equals("principal") && parts[2].equals(of);
            case ROLE -> parts[0].equals("role") && parts[2].equals(of);
            case ENDPOINT -> parts[0].equals("endpoint") && parts[1].equals(of);
        };
    }

    /// The amount that the call used of it.
    long used(Call call) {
        return switch (kind) {
            case TOKENS ->
                call.visit().map(visit -> (long) visit.input() + visit.output()).orElse(0L);
            case REQUESTS, CALLS -> 1;
        };
    }

    /// The limit in the policy's words.
    String yaml() {
        var text = switch (kind) {
            case CALLS -> amount + " concurrent";
            case REQUESTS -> amount + " requests per " + period() + most();
            case TOKENS -> amount + " tokens per " + period() + most();
        };
        return "{limit: \"" + text + "\", scope: " + scope.name().toLowerCase(Locale.ROOT) + "}";
    }

    private String most() {
        return isRate() ? ", burst " + burst : "";
    }

    private String period() {
        return nanos == SECOND ? "second" : nanos == MINUTE ? "minute" : "month";
    }

    @Override
    public String toString() {
        return yaml() + endpoint.map(" of "::concat).orElse(" of the binding");
    }
}
