package io.sagegate.bench;

import com.sun.management.OperatingSystemMXBean;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.dynamodb.usage.DynamoDbClaims;
import io.sagegate.aws.dynamodb.usage.DynamoDbUsageStore;
import io.sagegate.aws.events.EventBus;
import io.sagegate.identity.ApiClient;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.Admission;
import io.sagegate.limits.Calls;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.notices.Notice;
import io.sagegate.limits.notices.NoticeException;
import io.sagegate.limits.notices.Occasion;
import io.sagegate.limits.notices.Teller;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.world.DynamoDbLocal;
import io.sagegate.local.world.EventBridgeFront;
import io.sagegate.local.world.FrontSettings;
import io.sagegate.policy.Decision;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// Events of 64 parallel callers who use a budget up together, on DynamoDB Local, and the CPU time that thresholds add
/// to a call that reaches none.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.ThresholdFigures -Dbench.args=20`
public final class ThresholdFigures {
    private static final int CALLERS = 64;
    private static final int CALLS = 300_000;
    private static final List<String> NOTIFY = List.of("50%", "80%", "100%");
    private static final Credentials KEYS = new Credentials("local", "local", Optional.empty());
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final LongAdder FAILED = new LongAdder();

    private ThresholdFigures() {}

    public static void main(String[] args) throws Exception {
        var rounds = args.length == 0 ? 20 : Integer.parseInt(args[0]);
        try (var database = DynamoDbLocal.start(Path.of("target", "bench", "thresholds"));
                var bridge = EventBridgeFront.start(FrontSettings.defaults())) {
            LimitTable.createTable(database.endpoint());
            var store = new DynamoDbUsageStore(LocalCalls.dynamoDb(database.endpoint()), LimitCaller.TABLE);
            var claims = new DynamoDbClaims(LocalCalls.dynamoDb(database.endpoint()), LimitCaller.TABLE);
            var bus = new EventBus(LocalCalls.call("events", bridge.endpoint(), KEYS), EventBridgeFront.BUS);
            for (var round = 0; round < rounds; round++) {
                round(store, new Teller(claims, bus, InstantSource.system()), new ApiClient("caller" + round, "k"));
            }
            var told = bridge.events().size();
            System.out.printf(
                    Locale.ROOT,
                    "%n%d budgets used up by %d calls at once: %d events of %d thresholds (%d calls found no time to tell)%n",
                    rounds,
                    CALLERS,
                    told,
                    rounds * NOTIFY.size(),
                    FAILED.sum());
        }
        System.out.printf(
                Locale.ROOT,
                "a call below its thresholds: %.2f µs of CPU, without thresholds %.2f%n",
                cost(Map.of("limit", "1000000 USD per month at 0.01 USD per call", "notify", NOTIFY)),
                cost("1000000 USD per month at 0.01 USD per call"));
    }

    private static void round(UsageStore store, Teller teller, ApiClient caller) throws Exception {
        var limit = Map.of("limit", "0.64 USD per month at 0.01 USD per call", "notify", NOTIFY);
        var permit = Calls.permitAs(caller.subject(), limit);
        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            var calls = IntStream.range(0, CALLERS)
                    .<Callable<Void>>mapToObj(_ -> () -> {
                        call(new Limiter(store, InstantSource.system()), teller, permit, caller);
                        return null;
                    })
                    .toList();
            for (var call : threads.invokeAll(calls)) {
                call.get();
            }
        }
        // The table was too busy for some: the calls that the full budget refuses tell the rest, once claims are over.
        for (var again = 0; again < 2; again++) {
            var later = new Limiter(store, InstantSource.system())
                    .reserve(permit, caller, Calls.demand(10), Instant.now().plusSeconds(30));
            if (later instanceof Admission.Refused refused
                    && !refused.crossings().isEmpty()) {
                Thread.sleep(Teller.CLAIM.plusMillis(10));
                tell(teller, permit, caller, refused.crossings());
            }
        }
    }

    /// Asks again where the table was too busy to count or to settle in time.
    private static void call(Limiter limiter, Teller teller, Decision.Permit permit, ApiClient caller) {
        while (true) {
            var admission = limiter.reserve(
                    permit, caller, Calls.demand(10), Instant.now().plusSeconds(30));
            if (admission instanceof Reservation taken) {
                tell(teller, permit, caller, settled(limiter, taken));
                return;
            }
            if (admission instanceof Admission.Refused) {
                throw new IllegalStateException("a take whose answer was lost holds its amount: measure again");
            }
        }
    }

    private static List<Crossing> settled(Limiter limiter, Reservation taken) {
        while (true) {
            try {
                return limiter.settle(taken, Usage.of(1, 1), in(Duration.ofSeconds(5)))
                        .crossings();
            } catch (UsageUnavailableException e) {
                // Settling twice changes nothing.
            }
        }
    }

    private static void tell(Teller teller, Decision.Permit permit, ApiClient caller, List<Crossing> found) {
        var grant = permit.grant();
        var occasion = new Occasion("r", Instant.now(), caller, grant.id(), grant.role(), grant.endpoint());
        try {
            teller.tell(found.stream().map(each -> new Notice(each, occasion)).toList(), in(Duration.ofSeconds(5)));
        } catch (NoticeException e) {
            FAILED.increment();
        }
    }

    private static Deadline in(Duration time) {
        return Deadline.in(time, InstantSource.system());
    }

    private static double cost(Object limit) throws UsageUnavailableException {
        // The clock stands, so that a busy machine leaves no call without time to be counted.
        var limiter = new Limiter(new MemoryUsageStore(), InstantSource.fixed(Instant.now()));
        var permit = Calls.permit(limit);
        calls(limiter, permit);
        var before = SYSTEM.getProcessCpuTime();
        calls(limiter, permit);
        return (SYSTEM.getProcessCpuTime() - before) / 1e3 / CALLS;
    }

    private static void calls(Limiter limiter, Decision.Permit permit) throws UsageUnavailableException {
        for (var i = 0; i < CALLS; i++) {
            var admission = limiter.reserve(
                    permit, Calls.ALICE, Calls.demand(10), Instant.now().plusSeconds(30));
            limiter.settle((Reservation) admission, Usage.of(1, 1));
        }
    }
}
