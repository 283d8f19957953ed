package io.sagegate.policy;

import io.sagegate.identity.ApiClient;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.policy.obligation.Obligations;
import io.sagegate.policy.obligation.Shadow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes policies and questions out of so few names that they meet.
final class PolicyMaker {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final List<String> ENDPOINTS = List.of("a", "a", "a", "A", "b");
    private static final List<String> NAMES = List.of("x", "X", "y");
    private static final List<String> NETWORKS =
            List.of("0.0.0.0/0", "10.0.0.0/8", "10.1.2.0/23", "10.1.2.3/32", "2001:db8::/33", "::/0");
    private static final List<String> ADDRESSES =
            List.of("", "10.1.2.3", "10.1.3.255", "10.255.0.1", "192.0.2.1", "2001:db8::1", "2001:db8:8000::1");
    private static final List<String> TYPES = List.of("application/json", "text/csv");
    private static final List<String> FIELDS =
            List.of("application/json", "Text/CSV; charset=utf-8", " text/csv ", "nonsense", "text/csv2", "");
    private static final List<String> ZONES =
            List.of("UTC", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati");
    private static final List<Object> VALUES = List.of("yes", "Yes", "1", 1, 1.0, 2L, true, false);

    private final Random random;

    PolicyMaker(long seed) {
        random = new Random(seed);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean rarely() {
        return random.nextInt(5) == 0;
    }

    <T> List<T> shuffled(List<T> list) {
        var copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    List<Assignment> assignments() {
        var assignments = new ArrayList<Assignment>();
        for (var i = random.nextInt(4); i >= 0; i--) {
            var grants = new ArrayList<Grant>();
            for (var j = random.nextInt(4); j >= 0; j--) {
                var grant = grant("r" + i + "/" + j, rarely() ? Grant.Effect.DENY : Grant.Effect.ALLOW);
                grants.add(grant.effect() == Grant.Effect.DENY && random.nextBoolean() ? shadow(grant) : grant);
            }
            assignments.add(new Assignment(new Role("r" + i, grants), "m", end()));
        }
        return assignments;
    }

    Grant grant(String id, Grant.Effect effect) {
        var actions = EnumSet.of(one(List.of(Action.values())), one(List.of(Action.values())));
        var conditions = new ArrayList<Condition>();
        while (random.nextInt(3) == 0) {
            conditions.add(condition());
        }
        return grant(
                id, effect, one(ENDPOINTS), actions, List.of(names(), names(), names(), names()), end(), conditions);
    }

    static Grant grant(
            String id,
            Grant.Effect effect,
            String endpoint,
            Set<Action> actions,
            List<Set<String>> parts,
            Optional<Instant> end,
            List<Condition> conditions) {
        return new Grant(
                id,
                effect,
                endpoint,
                actions,
                parts.get(0),
                parts.get(1),
                parts.get(2),
                parts.get(3),
                Set.of(),
                false,
                Optional.empty(),
                List.of(),
                end,
                conditions,
                Obligations.NONE,
                Counting.USUAL,
                SlowCalls.NONE,
                Prices.NONE,
                Optional.empty());
    }

    /// The same in shadow.
    static Grant shadow(Grant deny) {
        return new Grant(
                deny.id(),
                deny.effect(),
                deny.endpoint(),
                deny.actions(),
                deny.variants(),
                deny.components(),
                deny.models(),
                deny.containers(),
                Set.of(),
                false,
                Optional.empty(),
                List.of(),
                deny.expires(),
                deny.conditions(),
                Obligations.NONE,
                Counting.USUAL,
                SlowCalls.NONE,
                Prices.NONE,
                Optional.of(new Shadow(false, Optional.empty())));
    }

    private Set<String> names() {
        var names = new HashSet<String>();
        while (rarely()) {
            names.add(one(NAMES));
        }
        return names;
    }

    /// The question's own instant is among them.
    private Optional<Instant> end() {
        return rarely() ? Optional.of(NOW.plusMillis(random.nextInt(-1, 2))) : Optional.empty();
    }

    private Condition condition() {
        return switch (random.nextInt(5)) {
            case 0 -> new Condition.AtMostBytes(random.nextInt(4));
            case 1 -> new Condition.ContentTypeIn(Set.of(one(TYPES)));
            case 2 -> new Condition.SourceIn(List.of(network(), network()));
            case 3 ->
                new Condition.Within(new Hours(
                        time(),
                        time(),
                        EnumSet.of(one(List.of(DayOfWeek.values())), DayOfWeek.MONDAY),
                        ZoneId.of(one(ZONES))));
            default ->
                new Condition.ClaimIs(one(List.of(List.of("c"), List.of("c", "d"))), List.of(one(VALUES), one(VALUES)));
        };
    }

    private Cidr network() {
        return Cidr.of(one(NETWORKS)).orElseThrow();
    }

    private LocalTime time() {
        return LocalTime.of(random.nextInt(24), 30 * random.nextInt(2));
    }

    Question question() {
        var target = new Target(one(ENDPOINTS), name(), name(), name(), name());
        var bytes = rarely() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(4));
        Optional<String> type = rarely() ? Optional.empty() : Optional.of(one(FIELDS));
        var facts = new Facts(one(ADDRESSES), bytes, type);
        var now = random.nextBoolean() ? NOW : NOW.plus(Duration.ofMinutes(random.nextInt(10_080)));
        return new Question(principal(), one(List.of(Action.values())), target, facts, now);
    }

    private Optional<String> name() {
        return rarely() ? Optional.of(one(NAMES)) : Optional.empty();
    }

    private Principal principal() {
        if (rarely()) {
            return new ApiClient("c", "k");
        }
        var claims = new HashMap<String, @Nullable Object>();
        claims.put("c", claim());
        return new OidcUser("okta", "https://id.example", "alice", List.of(), Optional.empty(), claims);
    }

    private @Nullable Object claim() {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> List.of(one(VALUES), one(VALUES));
            case 2 -> Map.of("d", one(VALUES));
            default -> one(VALUES);
        };
    }
}
