package io.sagegate.limits;

import io.sagegate.limits.Reservation.Entry;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.policy.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Computes where limits stand from items of the usage table. A missing item means that nothing was taken from it.
final class Standing {
    private Standing() {}

    static LimitStatus of(Counted counted, Map<String, UsageItem> items, Instant now) {
        if (counted.plan().isPresent()) {
            var plan = counted.plan().get();
            var left = counted.keys().stream()
                    .mapToLong(key -> plan.left(items.getOrDefault(key, UsageItem.EMPTY), Nanos.of(now)))
                    .sum();
            return Batch.status(plan, left);
        }
        return LimitStatus.of(counted.limit(), items.getOrDefault(counted.key(), UsageItem.EMPTY), now);
    }

    /// The status of the limits that are taken one by one, then of the limits that are taken in batches.
    static List<LimitStatus> of(List<Entry> single, Map<String, UsageItem> items, List<Batch> batches, Instant now) {
        var standing = new ArrayList<LimitStatus>();
        single.forEach(entry -> standing.add(of(entry.counted(), items, now)));
        batches.forEach(batch -> standing.add(batch.standing()));
        return standing;
    }

    /// The status after a settlement. A limit that was not settled keeps its status of the reservation.
    static List<LimitStatus> after(Reservation reservation, Map<String, UsageItem> settled, Instant now) {
        var standing = new LinkedHashMap<Limit, LimitStatus>();
        reservation.own().forEach(status -> standing.put(status.limit(), status));
        for (var entry : reservation.entries()) {
            var item = settled.get(entry.counted().key());
            if (item != null && !entry.batched()) {
                var limit = entry.counted().limit();
                standing.put(limit, LimitStatus.of(limit, item, now));
            }
        }
        return List.copyOf(standing.values());
    }

    /// The refusal of a call for which an item has too little left. It names the limit with the longest wait.
    static Admission.Refused refused(
            List<Entry> entries, Map<String, UsageItem> found, List<Batch> batches, Instant now) {
        Optional<Limit> worst = Optional.empty();
        Optional<Duration> longest = Optional.of(Duration.ZERO);
        for (var entry : entries) {
            var item = found.getOrDefault(entry.counted().key(), UsageItem.EMPTY);
            var wait = Waiting.time(entry.counted().limit(), entry.take(), item, now);
            if (longest.isPresent() && (wait.isEmpty() || wait.get().compareTo(longest.get()) > 0)) {
                worst = Optional.of(entry.counted().limit());
                longest = wait;
            }
        }
        var limit = worst.orElseGet(() -> entries.getFirst().counted().limit());
        return new Admission.Refused(
                limit, longest, of(entries, found, batches, now), Thresholds.refused(entries, found, now));
    }
}
