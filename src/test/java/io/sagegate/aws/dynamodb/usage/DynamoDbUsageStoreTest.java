package io.sagegate.aws.dynamodb.usage;

import static io.sagegate.limits.Calls.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.identity.ApiClient;
import io.sagegate.limits.Admission;
import io.sagegate.limits.Calls;
import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.TickingClock;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.SharedWorld;
import io.sagegate.policy.Decision;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The real table: the same answers as the arithmetic by itself, and never one too many, however many ask at once.
final class DynamoDbUsageStoreTest {
    private static final int ENVIRONMENTS = 8;
    private static final int THREADS = 64;
    private static final Duration CALL = Duration.ofSeconds(20);

    private final TickingClock clock = new TickingClock("2099-11-23T10:00:00Z");

    private static DynamoDbUsageStore store() {
        return new DynamoDbUsageStore(LocalCalls.dynamoDb(SharedWorld.get().dynamodb()), "sagegate-usage");
    }

    /// A principal of its own keeps each test on counters of its own.
    private static ApiClient someone() {
        return new ApiClient("p" + System.nanoTime(), "k");
    }

    private List<Limiter> environments() {
        return IntStream.range(0, ENVIRONMENTS)
                .mapToObj(_ -> new Limiter(store(), clock))
                .toList();
    }

    /// Two environments, each with a stale idea of the items, against the model: same admissions, same remainders. A
    /// transaction does not show what it wrote, so there only the outcome and the end are compared.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theTableDecidesAsTheArithmeticDoes(int seed) throws UsageUnavailableException {
        var random = new Random(seed);
        var model = new Limiter(new MemoryUsageStore(), clock);
        var tables = List.of(new Limiter(store(), clock), new Limiter(store(), clock));
        var caller = someone();
        var byRole = Map.of("limit", "40 requests per minute, burst 8", "scope", "role");
        var permits = List.of(
                permit(seed, "20 requests per minute, burst 5", "3 concurrent", "1 USD per hour at 0.02 USD per call"),
                permit(seed, "2000 tokens per minute, burst 3000"),
                permit(seed, "30 KB per minute", byRole, "9 requests per month"));
        var open = new ArrayList<Pair>();
        for (var step = 0; step < 120; step++) {
            clock.pass(Duration.ofMillis(random.nextInt(2_500)));
            var permit = permits.get(random.nextInt(permits.size()));
            var demand = new Demand(random.nextInt(4_000), random.nextInt(200), OptionalLong.of(random.nextInt(500)));
            var deadline = clock.instant().plus(CALL);
            var expected = model.reserve(permit, caller, demand, deadline);
            var found = tables.get(random.nextInt(2)).reserve(permit, caller, demand, deadline);
            assertThat(found).as("step %d", step).hasSameClassAs(expected);
            if (!permit.equals(permits.getLast())) {
                assertThat(standing(found)).as("step %d", step).isEqualTo(standing(expected));
            }
            if (expected instanceof Reservation ours && found instanceof Reservation theirs) {
                open.add(new Pair(ours, theirs));
            }
            // Calls that hold nothing of a rate may crash; the others end before their hold does.
            while (open.size() > 4 || (!open.isEmpty() && random.nextBoolean())) {
                var pair = open.remove(random.nextInt(open.size()));
                var usage = random.nextInt(4) == 0 ? Usage.NONE : Usage.of(random.nextInt(250), random.nextInt(700));
                model.settle(pair.model(), usage);
                tables.get(random.nextInt(2)).settle(pair.table(), usage);
            }
        }
        for (var permit : permits) {
            assertThat(tables.getFirst().peek(caller, Calls.assignments(permit)))
                    .isEqualTo(model.peek(caller, Calls.assignments(permit)));
        }
    }

    private record Pair(Reservation model, Reservation table) {}

    private static Decision.Permit permit(int seed, Object... limits) {
        return Calls.permitAs("role" + seed + "-" + limits.length + "-" + System.nanoTime(), limits);
    }

    private static List<LimitStatus> standing(Admission admission) {
        return switch (admission) {
            case Reservation reservation -> reservation.standing();
            case Admission.Refused refused -> refused.standing();
            case Admission.Uncountable uncountable -> throw new AssertionError(uncountable.detail());
            case Admission.Unavailable unavailable -> throw new AssertionError(unavailable.cause());
        };
    }

    /// Everything asked for at the same instant by 64 threads in 8 environments.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "50 requests per hour                            | 50",
                "2000 tokens per day                             | 50",
                "50 KB per day                                   | 50",
                "0.50 USD per day at 0.01 USD per call           | 50",
                "50 requests per month                           | 50",
                "50 concurrent                                   | 50",
            })
    void exactlyTheLimitIsAdmittedHoweverManyAskAtOnce(String limit, int expected) throws Exception {
        var permit = permit(0, limit.strip());
        var caller = someone();
        var environments = environments();
        var admitted = new AtomicInteger();
        together(2 * THREADS, i -> {
            if (decided(environments.get(i % ENVIRONMENTS), permit, caller, Calls.tokens(20, 20))
                    instanceof Reservation) {
                admitted.incrementAndGet();
            }
        });
        assertThat(admitted).hasValue(expected);
    }

    @Test
    void limitsOnSeveralItemsAreTakenTogetherOrNotAtAll() throws Exception {
        var permit = permit(0, "1000 requests per day", Map.of("limit", "10 requests per day", "scope", "role"));
        var caller = someone();
        var environments = environments();
        var admitted = new AtomicInteger();
        together(32, i -> {
            if (decided(environments.get(i % ENVIRONMENTS), permit, caller, Calls.demand(1)) instanceof Reservation) {
                admitted.incrementAndGet();
            }
        });
        assertThat(admitted).hasValue(10);
        var standing = environments.getFirst().peek(caller, Calls.assignments(permit));
        assertThat(standing.getOrDefault(permit.grant(), List.of()))
                .extracting(LimitStatus::remaining)
                .containsExactly(990L, 0L);
    }

    @Test
    void noMoreCallsThanTheLimitEverRunTogetherAndAllLeasesComeBack() throws Exception {
        var permit = permit(0, "4 concurrent");
        var caller = someone();
        var environments = environments();
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var admitted = new AtomicInteger();
        together(2 * THREADS, i -> {
            var environment = environments.get(i % ENVIRONMENTS);
            if (decided(environment, permit, caller, Calls.demand(1)) instanceof Reservation reservation) {
                admitted.incrementAndGet();
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                running.decrementAndGet();
                if (i % 10 != 0) {
                    environment.settle(reservation, Usage.of(1, 1));
                }
            }
        });
        assertThat(most.get()).isLessThanOrEqualTo(4);
        assertThat(admitted.get()).isGreaterThanOrEqualTo(4);
        clock.pass(CALL.plusSeconds(12));
        assertThat(environments
                        .getFirst()
                        .peek(caller, Calls.assignments(permit))
                        .getOrDefault(permit.grant(), List.of()))
                .extracting(LimitStatus::remaining)
                .containsExactly(4L);
    }

    /// More crashed calls than one update clears, and all of them together fill the limit.
    @Test
    void manyCrashedCallsShutNobodyOut() {
        var budget = "1 USD per month at 1 USD per 1000 tokens";
        for (var limits : List.of(
                new Object[] {budget}, new Object[] {budget, Map.of("limit", "60 concurrent", "scope", "role")})) {
            var permit = permit(0, limits);
            var caller = someone();
            var limiter = new Limiter(store(), clock);
            for (var i = 0; i < 50; i++) {
                assertThat(limiter.reserve(
                                permit,
                                caller,
                                Calls.tokens(0, 20),
                                clock.instant().plus(CALL)))
                        .isInstanceOf(Reservation.class);
            }
            clock.pass(CALL.plusSeconds(12));
            assertThat(new Limiter(store(), clock)
                            .reserve(
                                    permit,
                                    caller,
                                    Calls.tokens(0, 500),
                                    clock.instant().plus(CALL)))
                    .isInstanceOf(Reservation.class);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aTableThatHangsRefusesInTimeUnlessEveryLimitLetsItsCallsThrough() throws IOException {
        try (var deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var client = LocalCalls.dynamoDb(URI.create("http://127.0.0.1:" + deaf.getLocalPort()));
            var limiter = new Limiter(new DynamoDbUsageStore(client, "usage"), clock);
            var lenient = Map.of("limit", "1 request per day", "onUsageFailure", "allow");
            var deadline = clock.instant().plus(CALL);
            assertThat(limiter.reserve(Calls.permit(lenient, "5 concurrent"), ALICE, Calls.demand(1), deadline))
                    .isInstanceOf(Admission.Unavailable.class);
            var admitted = (Reservation) limiter.reserve(Calls.permit(lenient), ALICE, Calls.demand(1), deadline);
            assertThat(admitted.uses()).allMatch(use -> !use.counted());
            assertThatThrownBy(() -> limiter.peek(ALICE, Calls.assignments(Calls.permit(lenient))))
                    .isInstanceOf(UsageUnavailableException.class);
        }
    }

    private Admission decided(Limiter limiter, Decision.Permit permit, ApiClient caller, Demand demand) {
        while (true) {
            var admission =
                    limiter.reserve(permit, caller, demand, clock.instant().plus(CALL));
            if (!(admission instanceof Admission.Unavailable)) {
                return admission;
            }
        }
    }

    private interface Task {
        void run(int number) throws Exception;
    }

    private static void together(int tasks, Task task) throws Exception {
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var all = IntStream.range(0, tasks)
                    .mapToObj(number -> (Callable<Optional<Void>>) () -> {
                        task.run(number);
                        return Optional.empty();
                    })
                    .toList();
            for (var done : threads.invokeAll(all)) {
                done.get();
            }
        }
    }
}
