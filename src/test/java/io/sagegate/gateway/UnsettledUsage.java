package io.sagegate.gateway;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A usage table that takes no settlement while it is told so.
final class UnsettledUsage implements UsageStore {
    private final UsageStore table;
    boolean refuses;

    UnsettledUsage(UsageStore table) {
        this.table = table;
    }

    @Override
    public Outcome take(List<Draw> draws, Deadline deadline) throws UsageUnavailableException {
        return table.take(draws, deadline);
    }

    @Override
    public UsageItem settle(Settlement settlement, Deadline deadline) throws UsageUnavailableException {
        if (refuses) {
            throw new UsageUnavailableException("out of reach", null);
        }
        return table.settle(settlement, deadline);
    }

    @Override
    public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) throws UsageUnavailableException {
        return table.read(keys, deadline);
    }

    @Override
    public void forget() {
        table.forget();
    }
}
