package io.sagegate.async;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.util.List;
import java.util.Optional;

/// Port: where tickets are kept, for all execution environments together. Thread-safe; bounded in time.
public interface Tickets {
    /// Keeps a new ticket until it expires.
    void keep(Ticket ticket, Deadline deadline) throws UsageUnavailableException;

    /// The ticket as it stands now; it may have expired.
    Optional<Ticket> find(String id, Deadline deadline) throws UsageUnavailableException;

    /// Settles a ticket together with the items of usage, all or nothing, and only the first time.
    ///
    /// @return whether this was the first time
    boolean settle(Ticket ticket, List<Settlement> settlements, Deadline deadline) throws UsageUnavailableException;
}
