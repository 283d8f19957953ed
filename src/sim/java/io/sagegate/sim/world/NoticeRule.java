package io.sagegate.sim.world;

import io.sagegate.sim.world.Notices.Budget;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// Thresholds of budgets: none is told before it is reached, and who counts on a limit in peace has told them all.
///
/// A bus that takes an event twice is seen in [Notices].
record NoticeRule(World world) {
    private static final long NANO_DOLLARS = 1_000_000_000L;

    /// The rules that hold when the bus takes an event.
    static void check(World world, String id, Map<String, Object> detail) {
        var percent = number(detail, "threshold").intValueExact();
        var budget = world.services().notices().peaks().keySet().stream()
                .filter(each -> each.notice(percent).equals(id))
                .findFirst();
        if (budget.isEmpty()) {
            world.breach("a notice is of a threshold", "no budget has the notice " + id);
            return;
        }
        var total = number(detail, "total");
        if (share(total, percent).compareTo(number(detail, "used")) > 0) {
            world.breach("no threshold is told too early", id + " says " + detail);
        }
        var unit = budget.get().counter().startsWith("USD") ? NANO_DOLLARS : 1;
        var reached = BigDecimal.valueOf(world.services().notices().peaks().getOrDefault(budget.get(), 0L), 0);
        if (share(total, percent).multiply(BigDecimal.valueOf(unit)).compareTo(reached) > 0) {
            world.breach("no threshold is told too early", id + " of " + total + ", used was " + reached);
        }
    }

    private static BigDecimal number(Map<String, Object> detail, String name) {
        return new BigDecimal(String.valueOf(detail.get(name)));
    }

    private static BigDecimal share(BigDecimal total, int percent) {
        return total.multiply(BigDecimal.valueOf(percent)).movePointLeft(2);
    }

    void check() {
        world.services()
                .notices()
                .met()
                .forEach((budget, used) -> total(budget).ifPresent(whole -> each(budget, used, whole)));
    }

    private void each(Budget budget, long used, long total) {
        for (var percent : Notices.PERCENT) {
            if (used * 100 >= total * percent && !world.services().notices().isTold(budget, percent)) {
                world.breach("who counts tells", "nobody told " + percent + " % of " + budget + ", used are " + used);
            }
        }
    }

    private Optional<Long> total(Budget budget) {
        if (budget.counter().startsWith("USD")) {
            return Optional.of(world.policy().dollars() * NANO_DOLLARS);
        }
        return world.policy().caps.stream()
                .filter(cap -> cap.isBudget() && cap.isCountedIn(budget.item()))
                .filter(cap -> ChargeRule.counter(cap).equals(budget.counter()))
                .map(Cap::amount)
                .findFirst();
    }
}
