package io.sagegate.limits;

import io.sagegate.kit.Sha256;
import io.sagegate.limits.usage.Nanos;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.policy.Limit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whose usage an item counts, as the item's key says it.
///
/// @param role empty for an endpoint's item
/// @param endpoint empty for the item of a binding, which counts all endpoints of the role
/// @param issuer empty unless the item is a caller's
/// @param subject the caller's; a hash of it where the name is long
/// @param inShadow whether limits in shadow count there: their counters never touch those of limits in force
public record UsageKey(
        Limit.Scope scope, String role, String endpoint, String issuer, String subject, boolean inShadow) {
    /// Begins the keys of limits in shadow.
    private static final String SHADOW = "shadow|";

    /// Longest key, in characters: a longer subject is replaced by its hash.
    private static final int MAX_KEY = 1_024;

    /// The key of an item that limits in force count in.
    public UsageKey(Limit.Scope scope, String role, String endpoint, String issuer, String subject) {
        this(scope, role, endpoint, issuer, subject, false);
    }

    /// The same for limits in shadow.
    UsageKey beside() {
        return new UsageKey(scope, role, endpoint, issuer, subject, true);
    }

    /// Empty for a key that is none of ours.
    public static Optional<UsageKey> parse(String id) {
        return id.startsWith(SHADOW) ? inForce(id.substring(SHADOW.length())).map(UsageKey::beside) : inForce(id);
    }

    private static Optional<UsageKey> inForce(String key) {
        var kind = key.substring(0, Math.max(0, key.indexOf('|')));
        var parts = key.split("\\|", kind.equals(Limit.Scope.PRINCIPAL.code()) ? 5 : 3);
        return switch (kind + parts.length) {
            case "principal5" ->
                Optional.of(new UsageKey(Limit.Scope.PRINCIPAL, parts[1], parts[2], parts[3], parts[4]));
            case "role3" -> Optional.of(new UsageKey(Limit.Scope.ROLE, parts[1], parts[2], "", ""));
            case "endpoint2" -> Optional.of(new UsageKey(Limit.Scope.ENDPOINT, "", parts[1], "", ""));
            default -> Optional.empty();
        };
    }

    /// The key as the table has it. The subject is the last part, because only the subject may contain the separator.
    public String key() {
        return inShadow ? SHADOW + own() : own();
    }

    private String own() {
        return switch (scope) {
            case PRINCIPAL -> {
                var prefix = "principal|" + role + "|" + endpoint + "|" + issuer + "|";
                var key = prefix + subject;
                yield key.length() <= MAX_KEY ? key : prefix + "sha256|" + Sha256.hex(subject);
            }
            case ROLE -> "role|" + role + "|" + endpoint;
            case ENDPOINT -> "endpoint|" + endpoint;
        };
    }

    /// Whether several items hold the limit's counter, told apart by `#` and a number after the key.
    public static boolean isShared(Limit limit) {
        return BatchPlan.of(limit).isPresent();
    }

    /// Where a limit stands by the items that count it.
    public static LimitStatus standing(Limit limit, List<UsageItem> items, Instant now) {
        var plan = BatchPlan.of(limit);
        if (plan.isEmpty()) {
            return LimitStatus.of(limit, items.isEmpty() ? UsageItem.EMPTY : items.getFirst(), now);
        }
        var unseen = Math.max(0, plan.get().shards() - items.size());
        var left = items.stream()
                        .mapToLong(item -> plan.get().left(item, Nanos.of(now)))
                        .sum()
                + unseen * plan.get().left(UsageItem.EMPTY, Nanos.of(now));
        return Batch.status(plan.get(), left);
    }
}
