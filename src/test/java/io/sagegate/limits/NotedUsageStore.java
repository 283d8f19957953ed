package io.sagegate.limits;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A table in memory that notes what it was asked, and whose answers to some takes go wrong.
final class NotedUsageStore implements UsageStore {
    /// The way in which takes and settlements of some keys go wrong.
    enum Fate {
        /// They are not carried out.
        DOWN,
        /// They are carried out, and the answer is lost.
        LOST,
        /// A take is carried out after an answer that there was too little.
        LATE,
        FAULT,
        ERROR
    }

    final MemoryUsageStore table = new MemoryUsageStore();
    final List<Draw> draws = new ArrayList<>();
    final List<Settlement> settlements = new ArrayList<>();
    final Set<String> read = new HashSet<>();
    int forgotten;
    private Fate fate = Fate.DOWN;
    private Predicate<String> fated = _ -> false;

    void fail(Fate how, Predicate<String> keys) {
        fate = how;
        fated = keys;
    }

    @Override
    public Outcome take(List<Draw> asked, Deadline deadline) throws UsageUnavailableException {
        draws.addAll(asked);
        if (asked.stream().noneMatch(draw -> fated.test(draw.key()))) {
            return table.take(asked, deadline);
        }
        if (fate == Fate.LOST || fate == Fate.LATE) {
            table.take(asked, deadline);
        }
        return switch (fate) {
            case DOWN, LOST -> throw new UsageUnavailableException("down", null);
            case LATE -> new Outcome.TooLittle(Map.of(), false);
            case FAULT -> throw new IllegalStateException("a fault");
            case ERROR -> throw new StackOverflowError("an error");
        };
    }

    @Override
    public UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException {
        settlements.add(settlement);
        if (fate == Fate.DOWN && fated.test(settlement.key())) {
            throw new UsageUnavailableException("down", null);
        }
        return table.settle(settlement, deadline);
    }

    @Override
    public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) {
        read.addAll(keys);
        return table.read(keys, deadline);
    }

    @Override
    public void forget() {
        forgotten++;
        table.forget();
    }
}
