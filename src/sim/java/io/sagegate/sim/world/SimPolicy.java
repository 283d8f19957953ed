package io.sagegate.sim.world;

import io.sagegate.sim.Way;
import io.sagegate.sim.world.Cap.Kind;
import io.sagegate.sim.world.Cap.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The policy of a world: three endpoints, with limits of chance.
final class SimPolicy {
    /// Its answers have a member that no caller may see.
    static final String SCORES = "scores";

    static final String CHAT = "chat-llm";

    /// Has a high rate, whose slots are taken in batches.
    static final String FAST = "fast";

    static final List<String> ENDPOINTS = List.of(SCORES, CHAT, FAST);

    private static final List<String> ISSUERS = List.of("idp", "other");

    private static final String IN_SHADOW = "filters: {hide: [{drop: $.debug}], "
            + "shown: [{drop: $.debug, enforce: shadow}]}\n"
            + "guards: {polite: {deny: [jailbreak]}, watched: {deny: [jailbreak], enforce: shadow}}\n";

    private static final List<Scope> SCOPES = List.of(Scope.values());

    final List<Cap> caps = new ArrayList<>();
    private final List<Caller> callers;
    private final Set<Way> ways;

    /// Dollars that an hour allows, where there are notices.
    private final long dollars;

    /// @param ways what the world has beside plain calls
    /// @param rush whether all clients hurry to the high rate: then it is there, and seldom a limit besides it
    SimPolicy(Random random, List<Caller> callers, Set<Way> ways, boolean rush) {
        this.ways = ways;
        this.callers = callers;
        var requests =
                rate(Kind.REQUESTS, scope(random), SCORES, 5 + random.nextInt(40), 1 + random.nextInt(6), Cap.MINUTE);
        add(random, 700, requests);
        add(random, 500, calls(scope(random), SCORES, 1 + random.nextInt(3)));
        add(random, 500, budget(Kind.REQUESTS, scope(random), Optional.of(SCORES), 5 + random.nextInt(30)));
        add(
                random,
                600,
                rate(
                        Kind.TOKENS,
                        scope(random),
                        CHAT,
                        400 + random.nextInt(3_000),
                        300 + random.nextInt(600),
                        Cap.MINUTE));
        add(random, 600, budget(Kind.TOKENS, scope(random), Optional.of(CHAT), 1_000 + random.nextInt(9_000)));
        add(random, 500, calls(scope(random), CHAT, 1 + random.nextInt(3)));
        add(
                random,
                rush ? 1_000 : 800,
                rate(Kind.REQUESTS, scope(random), FAST, 50 + random.nextInt(60), 20 + random.nextInt(12), Cap.SECOND));
        add(random, 300, calls(scope(random), FAST, 1 + random.nextInt(4)));
        add(random, rush ? 250 : 400, budget(Kind.REQUESTS, Scope.PRINCIPAL, Optional.empty(), 5 + random.nextInt(40)));
        this.dollars = 3L + random.nextInt(10);
    }

    private boolean streams() {
        return ways.contains(Way.STREAMS) || ways.contains(Way.LEAVERS);
    }

    /// Whether a guard in force reads requests for the endpoint.
    boolean isGuarded(String endpoint) {
        return ways.contains(Way.GUARDS) && endpoint.equals(CHAT);
    }

    /// Whether a guard or a limit must see the input of calls of the endpoint.
    boolean readsInputs(String endpoint) {
        return isGuarded(endpoint)
                || caps.stream()
                        .anyMatch(cap -> cap.kind() == Kind.TOKENS
                                && cap.endpoint().filter(endpoint::equals).isPresent());
    }

    private static String guard(String endpoint) {
        return switch (endpoint) {
            case CHAT -> ", guard: polite";
            case FAST -> ", guard: watched, filter: shown";
            default -> "";
        };
    }

    private void add(Random random, int perMille, Cap cap) {
        if (random.nextInt(1_000) < perMille) {
            caps.add(cap);
        }
    }

    private static Scope scope(Random random) {
        return SCOPES.get(random.nextInt(SCOPES.size()));
    }

    private static Cap rate(Kind kind, Scope scope, String endpoint, long amount, long burst, long nanos) {
        return new Cap(kind, scope, Optional.of(endpoint), amount, burst, nanos);
    }

    private static Cap budget(Kind kind, Scope scope, Optional<String> endpoint, long amount) {
        return new Cap(kind, scope, endpoint, amount, amount, Cap.MONTH);
    }

    private static Cap calls(Scope scope, String endpoint, long most) {
        return new Cap(Kind.CALLS, scope, Optional.of(endpoint), most, most, 0);
    }

    /// The name of the model that the endpoint serves first.
    static String model(String endpoint) {
        return "by-" + endpoint;
    }

    /// The endpoints that serve the model's name in turn; empty if there is no such name.
    List<String> route(String endpoint) {
        if (!ways.contains(Way.NAMES) || endpoint.equals(FAST)) {
            return List.of();
        }
        return endpoint.equals(CHAT) ? List.of(CHAT, FAST) : List.of(SCORES, CHAT);
    }

    long dollars() {
        return dollars;
    }

    /// A limit of the document. Budgets tell of their thresholds, where the world has notices.
    private String text(Cap cap) {
        var text = cap.yaml();
        return cap.isBudget() && ways.contains(Way.NOTICES) ? noticing(text) : text;
    }

    private static String noticing(String limit) {
        return limit.substring(0, limit.length() - 1) + ", notify: [50%, 80%, 100%]}";
    }

    /// The limits of an endpoint's grant.
    private String limits(String endpoint) {
        var limits = caps.stream()
                .filter(cap -> cap.endpoint().filter(endpoint::equals).isPresent())
                .map(this::text);
        var more = ways.contains(Way.NOTICES) && endpoint.equals(CHAT)
                ? Stream.of(noticing("{limit: \"" + dollars + " USD per hour at 1 USD per call\"}"))
                : Stream.<String>empty();
        return Stream.concat(limits, more).collect(Collectors.joining(", "));
    }

    private String issuers() {
        return ISSUERS.stream()
                .limit(ways.contains(Way.ISSUERS) ? 2 : 1)
                .map(name -> "  - {name: " + name + ", issuer: \"https://" + Issuer.host(name)
                        + "\", audiences: [sagegate], algorithms: [EdDSA]}\n")
                .collect(Collectors.joining("", "issuers:\n", ""));
    }

    private String models() {
        var models = new StringBuilder();
        for (var endpoint : ENDPOINTS) {
            var route = route(endpoint);
            if (!route.isEmpty()) {
                models.append("  ").append(model(endpoint)).append(": {routes: [{endpoint: ");
                models.append(route.getFirst()).append("}], fallbacks: [{endpoint: ");
                models.append(route.getLast()).append("}]}\n");
            }
        }
        return models.isEmpty() ? "" : "models:\n" + models;
    }

    /// The role that the endpoint's grant names.
    Optional<String> role(String endpoint) {
        return ways.contains(Way.ROLES) && !endpoint.equals(FAST)
                ? Optional.of("arn:aws:iam::111122223333:role/" + endpoint + "-invoker")
                : Optional.empty();
    }

    /// The document.
    ///
    /// @param revoked the callers that have no role
    String yaml(Set<Caller> revoked) {
        var members = callers.stream()
                .filter(caller -> !revoked.contains(caller))
                .map(caller -> ", \"" + caller.member() + "\"")
                .collect(Collectors.joining());
        var grants = new StringBuilder();
        for (var endpoint : ENDPOINTS) {
            grants.append("    - {endpoint: ")
                    .append(endpoint)
                    .append(", actions: [invoke")
                    .append(streams() ? ", invoke-stream" : "")
                    .append(ways.contains(Way.QUEUES) ? ", invoke-async" : "")
                    .append("], limits: [")
                    .append(limits(endpoint))
                    .append("]");
            role(endpoint).ifPresent(role -> grants.append(", assumeRole: \"" + role + "\""));
            grants.append(endpoint.equals(SCORES) ? ", filter: hide" : "")
                    .append(ways.contains(Way.GUARDS) ? guard(endpoint) : "")
                    .append(ways.contains(Way.QUEUES) && !endpoint.equals(FAST) ? ", maxUploadBytes: 9000" : "")
                    .append("}\n");
        }
        var issuers = callers.stream().anyMatch(Caller::bears) ? issuers() : "";
        var ofBinding = caps.stream()
                .filter(cap -> cap.endpoint().isEmpty())
                .map(this::text)
                .collect(Collectors.joining(", "));
        var rules = ways.contains(Way.GUARDS) ? IN_SHADOW : "filters: {hide: [{drop: $.debug}]}\n";
        return issuers + models() + rules + "roles:\n  users:\n" + grants
                + "bindings:\n  - {role: users, members: [key:nobody" + members + "], limits: [" + ofBinding + "]}\n";
    }
}
