package io.sagegate.limits;

import io.sagegate.identity.Principal;
import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Take;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Limit;
import io.sagegate.policy.Price;
import io.sagegate.policy.Shadowed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Proof that a permitted call is within all its limits, with the amounts that were taken for it. Only [Limiter]
/// makes one, and each is settled once.
public final class Reservation implements Admission {
    /// A limit and the take from it.
    ///
    /// @param amount the amount taken, in the limit's measure
    /// @param pledgedUntil the counter of a rate after the take, in nanoseconds since the epoch
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
    private final List<Crossing> crossings;
    private final boolean counted;
    private final Duration timeToSettle;
    private final InShadow shadow;

    Reservation(
            Decision.Permit permit,
            Principal principal,
            Demand demand,
            List<Entry> entries,
            List<Draw> draws,
            List<LimitStatus> standing,
            List<Crossing> crossings,
            boolean counted,
            Duration timeToSettle) {
        this(permit, principal, demand, entries, draws, standing, crossings, counted, timeToSettle, InShadow.NONE);
    }

    private Reservation(
            Decision.Permit permit,
            Principal principal,
            Demand demand,
            List<Entry> entries,
            List<Draw> draws,
            List<LimitStatus> standing,
            List<Crossing> crossings,
            boolean counted,
            Duration timeToSettle,
            InShadow shadow) {
        this.permit = permit;
        this.principal = principal;
        this.demand = demand;
        this.entries = List.copyOf(entries);
        this.draws = List.copyOf(draws);
        this.standing = List.copyOf(standing);
        this.crossings = List.copyOf(crossings);
        this.counted = counted;
        this.timeToSettle = timeToSettle;
        this.shadow = shadow;
    }

    /// The same, with the answer of the call's limits in shadow.
    Reservation beside(InShadow answer) {
        return new Reservation(
                permit, principal, demand, entries, draws, standing, crossings, counted, timeToSettle, answer);
    }

    /// Whether the usage table counted the call; if not, its limits let it through.
    boolean isCounted() {
        return counted;
    }

    InShadow shadow() {
        return shadow;
    }

    /// The limits in shadow that would have refused the call.
    public List<Shadowed> shadowed() {
        return shadow.refusals();
    }

    public Decision.Permit permit() {
        return permit;
    }

    public Principal principal() {
        return principal;
    }

    /// Where the call's limits stood after the take, this call included.
    public List<LimitStatus> standing() {
        return InShadow.both(standing, shadow.standing());
    }

    /// Where the limits in force stood after the take.
    List<LimitStatus> own() {
        return standing;
    }

    /// The thresholds that the take itself has reached, and that nobody has told.
    public List<Crossing> crossings() {
        return crossings;
    }

    /// The amounts taken on each limit, and what remains.
    public List<LimitUse> uses() {
        var own = new ArrayList<LimitUse>(entries.size());
        for (var entry : entries) {
            own.add(use(entry.counted().limit(), entry.amount(), standing));
        }
        return InShadow.both(own, shadow.uses());
    }

    /// The charges for the true usage, and what remains after the settlement.
    ///
    /// @param settled the result of [Limiter#settle]
    public List<LimitUse> uses(Usage usage, List<LimitStatus> settled) {
        var own = new ArrayList<LimitUse>(entries.size());
        for (var entry : entries) {
            var limit = entry.counted().limit();
            own.add(use(limit, Costs.used(limit, demand, usage), settled));
        }
        return InShadow.both(own, shadow.uses(usage, settled));
    }

    private LimitUse use(Limit limit, long amount, List<LimitStatus> statuses) {
        for (var status : statuses) {
            if (status.limit().equals(limit)) {
                return new LimitUse(limit, amount, counted, false, Optional.of(status));
            }
        }
        return new LimitUse(limit, amount, counted, false, Optional.empty());
    }

    /// The assumed usage of an answer that nobody sees: the requested tokens, or the reserve if that is larger.
    public Usage assumed() {
        var reserve = entries.stream()
                .map(entry -> entry.counted().limit())
                .filter(limit -> Costs.countsTokens(limit.quota()))
                .mapToLong(Limit::reserve)
                .max()
                .orElse(permit.price().filter(Price::goesBySize).isPresent() ? Limit.RESERVE : 0);
        return Usage.of(demand.inputTokens(), demand.unseen().outputTokens(reserve), Usage.Source.ASSUMED);
    }

    /// The cost of the call in billionths of a US dollar, by the price of what it called; empty where that has none.
    public Optional<Long> cost(Usage usage) {
        return permit.price().map(price -> usage.answered() ? Costs.price(price, usage) : 0L);
    }

    /// The price of the difference between two usages of a call.
    public static Optional<Long> cost(Decision.Permit permit, Usage usage, long before) {
        return permit.price().map(price -> Costs.price(price, usage) - before);
    }

    /// Whether tokens count against one of the limits or have a price, said or not by the model.
    public boolean countsTokens() {
        for (var entry : entries) {
            if (Costs.settles(entry.counted().limit().quota().measure())) {
                return true;
            }
        }
        return permit.price().filter(Price::goesBySize).isPresent()
                || shadow.taken().filter(Reservation::countsTokens).isPresent();
    }

    /// The call's demand. Its tokens are estimated only if a limit counts them.
    public Demand demand() {
        return demand;
    }

    /// The amounts charged by estimate on limits that count tokens, for a call whose true use is known later.
    public List<Pledge> pledges() {
        var assumed = assumed();
        var own = entries.stream()
                .filter(entry -> counted && !entry.batched())
                .filter(entry -> Costs.countsTokens(entry.counted().limit().quota()))
                .flatMap(entry -> Pledge.of(entry, Costs.used(entry.counted().limit(), demand, assumed)).stream())
                .toList();
        return InShadow.both(own, shadow.taken().map(Reservation::pledges).orElse(List.of()));
    }

    List<Entry> entries() {
        return entries;
    }

    /// The part of the call's time for counting that the reservation left over.
    Duration timeToSettle() {
        return timeToSettle;
    }

    List<Draw> draws() {
        return draws;
    }
}
