package io.sagegate.limits;

import io.sagegate.identity.Principal;
import io.sagegate.policy.Decision;
import java.util.List;

/// Proof that a permitted call is within all its limits, and what was set aside for it. Only [Limiter] makes one,
/// and each is settled once.
public final class Reservation implements Admission {
    /// A limit and what was taken on it.
    ///
    /// @param amount in the limit's measure
    /// @param pledgedUntil a rate's counter after the take
    record Entry(Counted counted, Take take, long amount, long pledgedUntil) {
        boolean batched() {
            return counted.plan().isPresent();
        }
    }

    private final Decision.Permit permit;
    private final Principal principal;
    private final Demand demand;
    private final List<Entry> entries;
    private final List<Draw> draws;
    private final List<LimitStatus> standing;
    private final boolean counted;

    Reservation(
            Decision.Permit permit,
            Principal principal,
            Demand demand,
            List<Entry> entries,
            List<Draw> draws,
            List<LimitStatus> standing,
            boolean counted) {
        this.permit = permit;
        this.principal = principal;
        this.demand = demand;
        this.entries = List.copyOf(entries);
        this.draws = List.copyOf(draws);
        this.standing = List.copyOf(standing);
        this.counted = counted;
    }

    public Decision.Permit permit() {
        return permit;
    }

    public Principal principal() {
        return principal;
    }

    /// Where the call's limits stand, the call itself counted.
    public List<LimitStatus> standing() {
        return standing;
    }

    /// What was set aside.
    public List<Charge> charges() {
        return entries.stream()
                .map(entry -> new Charge(entry.counted().limit(), entry.amount(), counted))
                .toList();
    }

    /// What is charged for the true use.
    public List<Charge> charges(Usage usage) {
        return entries.stream()
                .map(entry -> new Charge(
                        entry.counted().limit(), Costs.used(entry.counted().limit(), demand, usage), counted))
                .toList();
    }

    /// What the call asks for: of its tokens something is known where a limit counts them.
    public Demand demand() {
        return demand;
    }

    List<Entry> entries() {
        return entries;
    }

    List<Draw> draws() {
        return draws;
    }
}
