package io.sagegate.async;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tickets beside a usage store in memory, one thread at a time: kept as plain values, as a table keeps them.
public final class MemoryTickets implements Tickets {
    private final UsageStore usage;
    private final Map<String, Map<String, Object>> items = new HashMap<>();
    private final Set<String> settled = new HashSet<>();
    private boolean broken;

    public MemoryTickets(UsageStore usage) {
        this.usage = usage;
    }

    /// From now on nothing can be read or written.
    public synchronized void breakDown() {
        broken = true;
    }

    public synchronized int size() {
        return items.size();
    }

    @Override
    public synchronized void keep(Ticket ticket, Deadline deadline) throws UsageUnavailableException {
        check();
        items.put(ticket.id(), TicketItem.of(ticket));
    }

    @Override
    public synchronized Optional<Ticket> find(String id, Deadline deadline) throws UsageUnavailableException {
        check();
        return Optional.ofNullable(items.get(id))
                .flatMap(item -> TicketItem.read(id, new HashMap<>(item), settled.contains(id)));
    }

    @Override
    public synchronized boolean settle(Ticket ticket, List<Settlement> settlements, Deadline deadline)
            throws UsageUnavailableException {
        check();
        if (!settled.add(ticket.id())) {
            return false;
        }
        for (var settlement : settlements) {
            usage.settle(settlement, deadline);
        }
        return true;
    }

    private void check() throws UsageUnavailableException {
        if (broken) {
            throw new UsageUnavailableException("broken", null);
        }
    }
}
