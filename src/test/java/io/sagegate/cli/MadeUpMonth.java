package io.sagegate.cli;

import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.StageTiming;
import io.sagegate.audit.StageTiming.Stage;
import io.sagegate.audit.Verdict;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.chain.ChainedAuditLog.Heads;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.identity.ApiClient;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Action;
import io.sagegate.policy.Assignment;
import io.sagegate.policy.Decision;
import io.sagegate.policy.DecisionPoint;
import io.sagegate.policy.Facts;
import io.sagegate.policy.Question;
import io.sagegate.policy.Role;
import io.sagegate.policy.Target;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicyReader;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.reason.Reason;
import io.sagegate.trace.TraceFacts;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A month of made-up calls: 40 callers in 6 teams, charged by the real limiter and written by the real log, always the
/// same for one number of calls.
public final class MadeUpMonth {
    public static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration LENGTH = Duration.ofDays(30);
    private static final int CALLERS = 40;
    private static final int ENVIRONMENTS = 8;
    private static final List<String> TEAMS = List.of("fraud", "search", "support", "research", "billing", "risk");
    private static final List<String> ENDPOINTS = List.of("llm-large", "llm-small", "embedder");
    private static final String BUDGET = "1000000 USD per month at 0.003 USD per 1000 input tokens"
            + " and 0.01517 USD per 1000 output tokens and 0.000001 USD per call";

    private final Random random = new Random(13);
    private final UsageStore store;
    private final Limiter limiter;
    private final List<ChainedAuditLog> logs;
    private final List<Caller> callers;
    private Instant now = START;

    private record Caller(Principal principal, Role role) {}

    public MadeUpMonth(UsageStore store, OutputStream out) {
        InstantSource clock = () -> now;
        this.store = store;
        this.limiter = new Limiter(store, clock);
        this.callers = IntStream.range(0, CALLERS).mapToObj(MadeUpMonth::caller).toList();
        var writer = new OcsfWriter(new AuditSource("111122223333", "eu-west-1", "made-up"));
        this.logs = IntStream.range(0, ENVIRONMENTS)
                .mapToObj(_ -> new ChainedAuditLog(out, writer, Heads.NONE, clock))
                .toList();
    }

    private static Caller caller(int number) {
        var team = TEAMS.get(number % TEAMS.size());
        var name = team + "-" + number;
        Principal principal = number % 4 == 3
                ? new ApiClient(name, "k" + number)
                : new OidcUser("okta", "https://acme.example", name, List.of(team), Optional.empty(), Map.of());
        return new Caller(principal, role(team));
    }

    private static Role role(String team) {
        var grants = new ArrayList<Object>();
        for (var endpoint : ENDPOINTS) {
            grants.add(Map.of("endpoint", endpoint, "actions", List.of("invoke"), "limits", List.of(BUDGET)));
        }
        try {
            return PolicyReader.role(team, new PolicyNode(grants, team));
        } catch (PolicySyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A policy under which everything was decided so: people have their role by their team, clients by their name.
    public static String policy() {
        var roles = new StringBuilder("roles:\n");
        var bindings = new StringBuilder("bindings:\n");
        for (var team : TEAMS) {
            roles.append("  ").append(team).append(":\n");
            ENDPOINTS.forEach(endpoint ->
                    roles.append("    - endpoint: ").append(endpoint).append("\n      actions: [invoke]\n"));
            var members = IntStream.range(0, CALLERS)
                    .mapToObj(MadeUpMonth::caller)
                    .filter(caller -> caller.role().name().equals(team) && caller.principal() instanceof ApiClient)
                    .map(caller -> "key:" + caller.principal().subject());
            bindings.append("  - {role: ")
                    .append(team)
                    .append(", members: [")
                    .append(Stream.concat(Stream.of("okta:group:" + team), members)
                            .collect(Collectors.joining(", ")))
                    .append("]}\n");
        }
        return "issuers:\n  - {name: okta, issuer: https://acme.example, audiences: [a], algorithms: [RS256]}\n" + roles
                + bindings;
    }

    /// Writes so many calls, of which one in twenty is refused and one in a hundred fails.
    public void write(int calls) throws UsageUnavailableException {
        for (var i = 0; i < calls; i++) {
            now = START.plus(LENGTH.multipliedBy(i).dividedBy(calls));
            write("call-" + i, logs.get(random.nextInt(ENVIRONMENTS)));
        }
    }

    private void write(String id, ChainedAuditLog log) throws UsageUnavailableException {
        var caller = callers.get((int) Math.min(CALLERS - 1, Math.abs(random.nextGaussian()) * 16));
        var endpoint = ENDPOINTS.get(random.nextInt(ENDPOINTS.size()));
        var question = new Question(
                caller.principal(),
                Action.INVOKE,
                Target.ofEndpoint(random.nextInt(20) == 0 ? "payroll-llm" : endpoint),
                new Facts("203.0.113.7", 900, Optional.of("application/json")),
                now);
        var assignments = List.of(new Assignment(caller.role(), "okta:group:x", Optional.empty()));
        switch (DecisionPoint.decide(question, assignments, 7)) {
            case Decision.Deny deny ->
                log.write(
                        event(id, Phase.COMPLETION, deny.reason(), question, Optional.empty(), List.of(), Usage.NONE));
            case Decision.Permit permit -> permitted(id, log, question, permit);
        }
    }

    private void permitted(String id, ChainedAuditLog log, Question question, Decision.Permit permit)
            throws UsageUnavailableException {
        var input = 200 + random.nextInt(4_000);
        var demand = new Demand(4L * input, input, OptionalLong.of(1_000));
        var reservation = (Reservation) limiter.reserve(permit, question.principal(), demand, now.plusSeconds(60));
        var grant = Optional.of(permit.grant().id());
        log.write(event(id, Phase.ATTEMPT, Reason.GRANTED, question, grant, reservation.uses(), Usage.NONE));
        var failed = random.nextInt(100) == 0;
        var usage = failed ? Usage.NONE : Usage.of(input, 20 + random.nextInt(900), Usage.Source.MODEL);
        var settled = limiter.settle(reservation, usage);
        var reason = failed ? Reason.MODEL_ERROR : Reason.GRANTED;
        log.write(event(id, Phase.COMPLETION, reason, question, grant, reservation.uses(usage, settled), usage));
    }

    private AuditEvent event(
            String id,
            Phase phase,
            Reason reason,
            Question question,
            Optional<String> grant,
            List<LimitUse> uses,
            Usage usage) {
        return new AuditEvent(
                phase,
                now,
                Duration.ofMillis(640),
                reason,
                grant.isPresent() ? Verdict.ALLOWED : Verdict.DENIED,
                http(id, phase, reason),
                new TraceFacts("1-5759e988-bd862e3fe1be46a994272793", "53995c3f42cd8ad8", true, ""),
                new AuditEvent.Caller(Optional.of(question.principal()), Optional.empty(), Set.of()),
                new AuditEvent.Call(
                        Optional.of(Action.INVOKE),
                        Optional.of(question.target()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new AuditEvent.Ruling(Optional.of(7L), grant, Optional.empty(), List.of()),
                AuditEvent.Charge.of(uses, usage.answered() ? Optional.of(usage) : Optional.empty()),
                List.of(new StageTiming(Stage.POLICY, "00000000000000a2", now, Duration.ofNanos(90_500))));
    }

    private static AuditEvent.Http http(String id, Phase phase, Reason reason) {
        var isEnd = phase == Phase.COMPLETION;
        return new AuditEvent.Http(
                id,
                Optional.empty(),
                "function-url",
                "POST",
                "/v1/chat/completions",
                "203.0.113.7",
                "made-up/1.0",
                900,
                Optional.of("ab".repeat(32)),
                isEnd ? reason.status() : 0,
                isEnd ? 2_000 : 0,
                isEnd ? Optional.of("cd".repeat(32)) : Optional.empty());
    }

    /// The cost of the month's calls by the usage table, in billionths of a dollar.
    public long charged() throws UsageUnavailableException {
        var keys = new HashSet<String>();
        for (var caller : callers) {
            for (var endpoint : ENDPOINTS) {
                keys.add("principal|" + caller.role().name() + "|" + endpoint + "|"
                        + caller.principal().issuer() + "|" + caller.principal().subject());
            }
        }
        return store
                .read(Set.copyOf(keys), Deadline.in(Duration.ofSeconds(10), InstantSource.system()))
                .values()
                .stream()
                .mapToLong(item -> item.counter("USD/month"))
                .sum();
    }
}
