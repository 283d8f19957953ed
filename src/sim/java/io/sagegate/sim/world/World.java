package io.sagegate.sim.world;

import io.sagegate.identity.ApiKey;
import io.sagegate.sim.Plan;
import io.sagegate.sim.Report;
import io.sagegate.sim.Report.Breach;
import io.sagegate.sim.Trouble;
import io.sagegate.sim.Way;
import io.sagegate.sim.table.SimTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One simulated world: what there is, and what is known of it.
final class World {
    static final Instant BEGIN = Instant.parse("2026-11-02T08:00:00Z");
    static final String POLICY = "sagegate-policy";
    static final String USAGE = "sagegate-usage";
    static final long TIME_TO_LIVE_SECONDS = 10;

    /// Life of an API key, in hours.
    static final Duration KEY_LIFE = Duration.ofHours(1);

    /// Clients of one caller in a rush.
    private static final int CROWD = 4;

    private static @Nullable World current;

    private final Plan plan;
    private final Sim sim;
    private final Chances chances;
    private final Story story = new Story();
    private final List<Breach> breaches = new ArrayList<>();
    private final Effects effects = new Effects(this);
    private final PrincipalRule principals = new PrincipalRule(this);
    private final Services services = new Services(this);
    private final List<Caller> callers = new ArrayList<>();
    private final SimPolicy policy;
    private final Fleet fleet;
    private final Grants grants;
    private final List<Call> calls = new ArrayList<>();
    private final Ids ids = new Ids(this);
    private long outUntil;

    World(Plan plan) {
        this.plan = plan;
        this.chances = new Chances(plan);
        this.sim = new Sim(plan.seed());
        Sim.become(sim);
        become(this);
        var random = chances.of("callers");
        for (var i = 0; i < plan.clients(); i++) {
            var key = random.nextBoolean() ? Optional.of(Grants.key(chances.of("key", i))) : Optional.<ApiKey>empty();
            var bears =
                    plan.ways().contains(Way.TOKENS) && chances.of("bears", i).nextBoolean();
            var rotates = !bears
                    && plan.ways().contains(Way.SECRETS)
                    && chances.of("rotates", i).nextInt(3) > 0;
            var pair = bears && i % 2 == 1 && plan.ways().contains(Way.ISSUERS)
                    ? Optional.of("client" + (i - 1))
                    : Optional.<String>empty();
            var none = Optional.<ApiKey>empty();
            callers.add(new Caller("client" + i, bears || rotates ? none : key, bears, rotates, pair));
        }
        this.policy = new SimPolicy(chances.of("policy"), callers, plan.ways(), isRush());
        this.fleet = new Fleet(this, plan);
        this.grants = new Grants(services, policy, story);
        grants.begin(callers);
        services.rotations().begin(callers);
    }

    private static void become(World world) {
        current = world;
    }

    static World current() {
        var world = current;
        if (world == null) {
            throw new IllegalStateException("no world");
        }
        return world;
    }

    Report run() {
        policy.caps.forEach(cap -> story.tell("limit", cap.toString()));
        var clients = (isRush() ? CROWD : 1) * callers.size();
        for (var i = 0; i < clients; i++) {
            var caller = callers.get(i % callers.size());
            var client = new Client(this, plan, i, caller);
            sim.start(caller.name(), 0, null, () -> {
                client.run();
                services.rotations().leaves();
            });
        }
        services.rotations().run(sim, clients);
        sim.run();
        new Aftermath(this, sim).run();
        new Rules(this).check();
        return new Report(breaches, story.lines(), story.fingerprint(), sim.time(), sim.steps(), calls.size(), (int)
                calls.stream().filter(call -> call.visit != null).count());
    }

    /// The other troubles that may happen when a call begins.
    void stir(Random random) {
        if (chances.hits(Trouble.OUTAGES, random, 25)) {
            outage(Chances.nanos(random, 12_000));
        }
        if (chances.hits(Trouble.REVOCATIONS, random, 30)) {
            grants.revoke(callers.get(random.nextInt(callers.size())));
        }
        if (chances.hits(Trouble.CLOCKS, random, 100)) {
            fleet.jump(random);
        }
        services.stir(random);
    }

    /// Somebody is revoked while an answer is on its way that says otherwise.
    ///
    /// @param key whether the answer is a key; else it is of the policy
    void revokeBehind(Environment environment, boolean key) {
        callers.stream()
                .filter(caller -> caller.key().isPresent() == key)
                .filter(caller -> grants.revokedAt(caller).isEmpty())
                .findFirst()
                .ifPresent(caller -> {
                    story.tell(environment, "waits for an answer that is out of date");
                    grants.revoke(caller);
                });
    }

    /// The table is out of reach.
    void outage(long nanos) {
        outUntil = sim.time() + nanos;
        story.tell("the table", "is out until " + outUntil / 1_000_000 + " ms");
    }

    boolean isOut() {
        return sim.time() < outUntil && chances.has(Trouble.OUTAGES);
    }

    void visited(Call call, Call.Visit visit) {
        if (call.visit != null) {
            breach("one call of the model", call + " called the model twice");
        }
        call.visit = visit;
    }

    /// The rules that hold when a call reaches the model.
    void checkBeforeModel(Call call, Environment environment) {
        SlotRule.check(this, call, environment);
        if (call.attempts < ++call.arrivals) {
            breach("an attempt before the model", call + " left too few attempts in the record");
        }
        if (call.denied) {
            breach("nothing after a refusal", call + " was refused before");
        }
        if (environment.isDead()) {
            story.tell(environment, "is dead, and its request arrives");
        }
    }

    /// A line of the record, as it is written.
    void written(@Nullable Call call, byte[] bytes, int from, int length) {
        var line = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (call == null) {
            return;
        }
        if (line.contains("\"phase\":\"attempt\"")) {
            call.attempts++;
            if (call.visit != null) {
                breach("an attempt before the model", call + " recorded an attempt after the model");
            }
        } else {
            call.completions++;
        }
    }

    void breach(String rule, String detail) {
        breaches.add(new Breach(rule, detail));
        story.tell("BREACH of", "\"" + rule + "\": " + detail);
    }

    /// Whether all clients hurry to the endpoint with the high rate.
    boolean isRush() {
        return chances.of("rush").nextInt(3) == 0;
    }

    /// Whether all clients take their time, so that hours go by.
    boolean isSlow() {
        return (has(Way.TOKENS) || has(Way.ROLES) || has(Way.SECRETS))
                && !isRush()
                && chances.of("slow").nextBoolean();
    }

    boolean has(Way way) {
        return plan.ways().contains(way);
    }

    Ids ids() {
        return ids;
    }

    Chances chances() {
        return chances;
    }

    Story story() {
        return story;
    }

    Effects effects() {
        return effects;
    }

    PrincipalRule principals() {
        return principals;
    }

    Services services() {
        return services;
    }

    Grants grants() {
        return grants;
    }

    SimPolicy policy() {
        return policy;
    }

    Fleet fleet() {
        return fleet;
    }

    List<Caller> callers() {
        return callers;
    }

    List<Call> calls() {
        return calls;
    }

    SimTable table() {
        return services.table();
    }
}
