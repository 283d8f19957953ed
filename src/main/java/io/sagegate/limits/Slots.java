package io.sagegate.limits;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.Batch.Taken;
import io.sagegate.limits.Reservation.Entry;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The slots that one call took from batches. For one thread.
final class Slots {
    private final Batches batches;
    private final UsageStore store;
    private final InstantSource clock;
    private final List<Taken.Slot> taken = new ArrayList<>();

    Slots(Batches batches, UsageStore store, InstantSource clock) {
        this.batches = batches;
        this.store = store;
        this.clock = clock;
    }

    /// Takes a slot of each batched limit, or of none. Returns the refusal if one has no slot.
    Optional<Admission> take(List<Entry> entries, Deadline deadline) throws UsageUnavailableException {
        for (var entry : entries) {
            var plan = entry.counted().plan();
            if (plan.isPresent()) {
                var batch = batches.of(plan.get(), entry.counted().key());
                switch (batch.take(store, clock, deadline)) {
                    case Taken.Slot slot -> taken.add(slot);
                    case Taken.Dry(var pause) -> {
                        putBack();
                        var standing = List.of(batch.standing());
                        return Optional.of(new Admission.Refused(
                                entry.counted().limit(), Optional.of(pause), standing, List.of()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// Puts every slot back, for a call that another limit refused. A second time does nothing.
    void putBack() {
        taken.forEach(Taken.Slot::putBack);
        taken.clear();
    }

    /// The batches from which a slot was taken.
    List<Batch> batches() {
        return taken.stream().map(Taken.Slot::batch).toList();
    }
}
