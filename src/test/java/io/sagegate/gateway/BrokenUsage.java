package io.sagegate.gateway;

import io.sagegate.gateway.PortFaults.Port;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Hold;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A usage table that counts exactly, unless its port is broken.
final class BrokenUsage implements UsageStore {
    private final PortFaults faults;
    private final MemoryUsageStore table;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> counters = new HashSet<>();

    BrokenUsage(PortFaults faults, MemoryUsageStore table) {
        this.faults = faults;
        this.table = table;
    }

    private static boolean isInShadow(List<Draw> draws) {
        return draws.stream().allMatch(draw -> draw.key().startsWith("shadow|"));
    }

    /// How many calls still hold something.
    long held(Deadline deadline) {
        return table.read(keys, deadline).values().stream()
                .flatMap(item -> item.holds().values().stream())
                .filter(hold -> !hold.parts().isEmpty())
                .count();
    }

    @Override
    public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
        for (var draw : draws) {
            keys.add(draw.key());
            draw.takes().forEach(take -> counters.add(take.counter()));
        }
        return faults.call(
                isInShadow(draws) ? Port.TAKE_IN_SHADOW : Port.TAKE,
                () -> table.take(draws, deadline),
                unavailable(),
                List.of(
                        new Outcome.Taken(Map.of(), true),
                        new Outcome.Taken(items(Long.MAX_VALUE), true),
                        new Outcome.Taken(items(Long.MIN_VALUE), false),
                        new Outcome.TooLittle(Map.of()),
                        new Outcome.TooLittle(items(Long.MAX_VALUE)),
                        new Outcome.TooLittle(items(Long.MIN_VALUE))));
    }

    @Override
    public UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException {
        return faults.call(
                Port.SETTLE,
                () -> table.settle(settlement, deadline),
                unavailable(),
                List.of(UsageItem.EMPTY, item(Long.MAX_VALUE), item(Long.MIN_VALUE)));
    }

    @Override
    public Map<String, UsageItem> read(Set<String> wanted, Deadline deadline) throws UsageUnavailableException {
        return faults.call(
                Port.READ,
                () -> table.read(wanted, deadline),
                unavailable(),
                List.of(Map.of(), all(wanted, Long.MAX_VALUE), all(wanted, Long.MIN_VALUE)));
    }

    @Override
    public void forget() {
        table.forget();
    }

    private static Optional<UsageUnavailableException> unavailable() {
        return Optional.of(
                new UsageUnavailableException(PortFaults.MARKER, new IllegalStateException(PortFaults.MARKER)));
    }

    private Map<String, UsageItem> items(long value) {
        return all(keys, value);
    }

    private Map<String, UsageItem> all(Set<String> of, long value) {
        return of.stream().collect(Collectors.toMap(key -> key, _ -> item(value)));
    }

    /// Every counter, its window and one hold on it at this value.
    private UsageItem item(long value) {
        var values = new HashMap<String, Long>();
        for (var counter : counters) {
            values.put(counter, value);
            values.put(UsageItem.windowOf(counter), value);
        }
        var parts = counters.stream()
                .map(counter -> new Hold.Part(counter, value, value))
                .toList();
        return new UsageItem(values, Map.of("other", new Hold(value, parts)));
    }
}
