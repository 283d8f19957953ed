package io.sagegate.aws.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.dynamodb.DynamoDbClaims;
import io.sagegate.aws.dynamodb.DynamoDbUsageStore;
import io.sagegate.identity.ApiClient;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.Admission;
import io.sagegate.limits.Balance;
import io.sagegate.limits.Calls;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.TickingClock;
import io.sagegate.limits.UsageUnavailableException;
import io.sagegate.limits.notices.Claims;
import io.sagegate.limits.notices.Crossing;
import io.sagegate.limits.notices.Notice;
import io.sagegate.limits.notices.NoticeException;
import io.sagegate.limits.notices.Occasion;
import io.sagegate.limits.notices.Teller;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.SharedWorld;
import io.sagegate.local.world.EventBridgeFront;
import io.sagegate.local.world.FrontSettings;
import io.sagegate.policy.Decision;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Thresholds of limits on the real table, told to EventBridge's stand-in.
final class LimitEventsTest {
    private static final int ENVIRONMENTS = 8;
    private static final int CALLERS = 64;
    private static final String ACCESS_KEY = "AKIDLOCAL";
    private static final String SECRET = "made-up";
    private static final Credentials KEYS = new Credentials(ACCESS_KEY, SECRET, Optional.empty());

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private EventBridgeFront bridge = start();

    private static EventBridgeFront start() {
        try {
            return EventBridgeFront.start(FrontSettings.defaults().withSecrets(Map.of(ACCESS_KEY, SECRET)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void open() {
        bridge.close();
        bridge = start();
    }

    @AfterEach
    void close() {
        bridge.close();
    }

    /// Marks in the end, however busy the table is: an unmarked threshold would rightly be told again.
    private record Insisting(Claims claims, AtomicBoolean marks) implements Claims {
        @Override
        public Verdict claim(Crossing crossing, long now, long until, Deadline deadline) throws NoticeException {
            return claims.claim(crossing, now, until, deadline);
        }

        @Override
        public void told(Crossing crossing, Deadline deadline) throws NoticeException {
            if (!marks.get()) {
                throw new NoticeException("the table is down");
            }
            again(() -> {
                try {
                    claims.told(crossing, deadline);
                    return Optional.of(true);
                } catch (NoticeException e) {
                    return Optional.empty();
                }
            });
        }
    }

    /// The gateway's parts of one environment.
    private final class Environment {
        private final Limiter limiter;
        private final Teller teller;
        private final AtomicBoolean marks = new AtomicBoolean(true);

        Environment(Credentials keys) {
            var tables = LocalCalls.dynamoDb(SharedWorld.get().dynamodb());
            limiter = new Limiter(new DynamoDbUsageStore(tables, "sagegate-usage"), clock);
            var bus = new EventBus(LocalCalls.call("events", bridge.endpoint(), keys), EventBridgeFront.BUS);
            teller = new Teller(new Insisting(new DynamoDbClaims(tables, "sagegate-usage"), marks), bus, clock);
        }

        Environment() {
            this(KEYS);
        }

        private Reservation take(Decision.Permit permit, ApiClient caller) {
            return (Reservation) limiter.reserve(
                    permit, caller, Calls.demand(10), clock.instant().plusSeconds(20));
        }

        private Balance settle(Reservation call, Usage usage) throws UsageUnavailableException {
            return limiter.settle(call, usage, in(Duration.ofSeconds(30)));
        }

        private void call(Decision.Permit permit, ApiClient caller) throws UsageUnavailableException, NoticeException {
            var call = take(permit, caller);
            var found = new ArrayList<>(call.crossings());
            found.addAll(settle(call, Usage.of(1, 1)).crossings());
            tell(permit, caller, found);
        }

        /// The same where the table may be too busy: whatever was not counted is asked for again.
        private void insist(Decision.Permit permit, ApiClient caller) {
            var call = again(() -> {
                var admission = limiter.reserve(
                        permit, caller, Calls.demand(10), clock.instant().plusSeconds(20));
                return admission instanceof Reservation taken ? Optional.of(taken) : Optional.empty();
            });
            var balance = again(() -> {
                try {
                    return Optional.of(settle(call, Usage.of(1, 1)));
                } catch (UsageUnavailableException e) {
                    return Optional.empty();
                }
            });
            tellIfThereIsTime(permit, caller, balance.crossings());
        }

        private void tellIfThereIsTime(Decision.Permit permit, ApiClient caller, List<Crossing> found) {
            try {
                tell(permit, caller, found);
            } catch (NoticeException e) {
                // A later call tells it.
            }
        }

        private void refused(Decision.Permit permit, ApiClient caller) throws NoticeException {
            var admission = limiter.reserve(
                    permit, caller, Calls.demand(10), clock.instant().plusSeconds(20));
            tell(permit, caller, ((Admission.Refused) admission).crossings());
        }

        private void tell(Decision.Permit permit, ApiClient caller, List<Crossing> found) throws NoticeException {
            var grant = permit.grant();
            var occasion = new Occasion("r-1", clock.instant(), caller, grant.id(), grant.role(), grant.endpoint());
            teller.tell(found.stream().map(each -> new Notice(each, occasion)).toList(), in(Duration.ofSeconds(30)));
        }
    }

    private static <T> T again(Supplier<Optional<T>> attempt) {
        for (var i = 0; i < 100; i++) {
            var result = attempt.get();
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new AssertionError("the table is too busy");
    }

    private Deadline in(Duration time) {
        return Deadline.in(time, clock);
    }

    private static ApiClient someone() {
        return new ApiClient("p" + System.nanoTime(), "k");
    }

    private static Map<String, Object> limit(String text, String... notify) {
        return Map.of("limit", text, "notify", List.of(notify));
    }

    private List<Integer> told() {
        return bridge.events().stream()
                .map(event -> event.detail().path("threshold").asInt())
                .toList();
    }

    /// All calls settle at the same instant, so many of them see the threshold passed, and others pass it.
    @Test
    void eachThresholdIsToldExactlyOnceHoweverManyCallsReachItTogether()
            throws InterruptedException, ExecutionException, NoticeException {
        var permit = Calls.permit(limit("0.64 USD per day at 0.01 USD per call", "1%", "50%", "80%", "100%"));
        var caller = someone();
        var environments = IntStream.range(0, ENVIRONMENTS)
                .mapToObj(_ -> new Environment())
                .toList();
        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            var calls = IntStream.range(0, CALLERS)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        environments.get(i % ENVIRONMENTS).insist(permit, caller);
                        return null;
                    })
                    .toList();
            for (var call : threads.invokeAll(calls)) {
                call.get();
            }
        }
        // What found no time then is told by the next call, though the limit is used up.
        clock.pass(Teller.CLAIM.plusMillis(2));
        new Environment().refused(permit, caller);
        assertThat(told()).containsExactlyInAnyOrder(1, 50, 80, 100);
    }

    @Test
    void theCountOfRequestsIsToldAsSoonAsItIsTaken() throws UsageUnavailableException, NoticeException {
        var permit = Calls.permit(limit("4 requests per hour", "50%", "100%"));
        var caller = someone();
        var environment = new Environment();
        for (var expected : List.of(List.<Integer>of(), List.of(50), List.of(50), List.of(50, 100))) {
            environment.call(permit, caller);
            assertThat(told()).isEqualTo(expected);
        }
    }

    /// Limits on several items are taken by a transaction, which shows no item.
    @Test
    void limitsOnSeveralItemsAreToldToo() throws UsageUnavailableException, NoticeException {
        var caller = someone();
        var permit = Calls.permitAs(
                "role" + System.nanoTime(),
                limit("4 requests per hour", "50%"),
                Map.of("limit", "4 requests per day", "scope", "role", "notify", List.of("75%")));
        var environment = new Environment();
        for (var i = 0; i < 4; i++) {
            environment.call(permit, caller);
        }
        assertThat(told()).containsExactly(50, 75);
    }

    @Test
    void oneCallThatPassesSeveralThresholdsTellsEach() throws UsageUnavailableException, NoticeException {
        new Environment()
                .call(Calls.permit(limit("0.01 USD per month at 0.01 USD per call", "50%", "80%", "100%")), someone());
        assertThat(told()).containsExactly(50, 80, 100);
        assertThat(bridge.events().stream()
                        .map(event -> event.detail().path("notice").asText())
                        .collect(Collectors.toSet()))
                .hasSize(3)
                .allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void whatCallsInFlightHoldIsNotUsedYet() throws UsageUnavailableException, NoticeException {
        var permit = Calls.permit(limit("0.10 USD per day at 0.05 USD per call", "50%", "100%"));
        var caller = someone();
        var environment = new Environment();
        var other = environment.take(permit, caller);
        environment.call(permit, caller);
        assertThat(told()).containsExactly(50);
        environment.settle(other, Usage.NONE);
        environment.call(permit, caller);
        assertThat(told()).containsExactly(50, 100);
    }

    @Test
    void theNextWindowTellsAnewAndTheSameOneDoesNot() throws UsageUnavailableException, NoticeException {
        var permit = Calls.permit(limit("0.02 USD per hour at 0.01 USD per call", "50%"));
        var caller = someone();
        new Environment().call(permit, caller);
        clock.pass(Duration.ofMinutes(30));
        new Environment().call(permit, caller);
        assertThat(told()).containsExactly(50);
        clock.pass(Duration.ofMinutes(30));
        new Environment().call(permit, caller);
        assertThat(told()).containsExactly(50, 50);
    }

    @Test
    void aFailedEventIsPutByTheNextCallOfAnyEnvironment() throws UsageUnavailableException, NoticeException {
        var permit = Calls.permit(limit("1 USD per day at 0.01 USD per call", "1%"));
        var caller = someone();
        bridge.fails(1);
        assertThatThrownBy(() -> new Environment().call(permit, caller)).isInstanceOf(NoticeException.class);
        bridge.refuses(1);
        clock.pass(Teller.CLAIM.plusMillis(2));
        var stubborn = new Environment();
        assertThatThrownBy(() -> stubborn.call(permit, caller)).isInstanceOf(NoticeException.class);
        // The claim has not ended, so a bus that is down delays few calls.
        new Environment().call(permit, caller);
        stubborn.call(permit, caller);
        assertThat(told()).isEmpty();
        clock.pass(Teller.CLAIM.plusMillis(2));
        new Environment().call(permit, caller);
        stubborn.call(permit, caller);
        assertThat(told()).containsExactly(1);
    }

    @Test
    void aFailedEventOfALimitThatIsUsedUpIsPutByTheCallsThatItRefuses()
            throws UsageUnavailableException, NoticeException {
        var permit = Calls.permit(limit("0.01 USD per day at 0.01 USD per call", "100%"));
        var caller = someone();
        bridge.fails(1);
        assertThatThrownBy(() -> new Environment().call(permit, caller)).isInstanceOf(NoticeException.class);
        clock.pass(Teller.CLAIM.plusMillis(2));
        new Environment().refused(permit, caller);
        new Environment().refused(permit, caller);
        assertThat(told()).containsExactly(100);
    }

    @Test
    void whatWasToldAndNotMarkedIsMarkedByTheNextCallAndNotToldAgain()
            throws UsageUnavailableException, NoticeException {
        var permit = Calls.permit(limit("1 USD per day at 0.01 USD per call", "1%"));
        var caller = someone();
        var environment = new Environment();
        environment.marks.set(false);
        assertThatThrownBy(() -> environment.call(permit, caller)).isInstanceOf(NoticeException.class);
        environment.marks.set(true);
        environment.call(permit, caller);
        clock.pass(Teller.CLAIM.plusMillis(2));
        new Environment().call(permit, caller);
        assertThat(told()).containsExactly(1);
    }

    @Test
    void aBusThatDoesNotAcceptTheSignatureGetsNothing() {
        var permit = Calls.permit(limit("1 USD per day at 0.01 USD per call", "1%"));
        var stranger = new Environment(new Credentials(ACCESS_KEY, "another secret", Optional.empty()));
        assertThatThrownBy(() -> stranger.call(permit, someone())).isInstanceOf(NoticeException.class);
        assertThat(told()).isEmpty();
    }

    @Test
    void anAmountThatComesBackAndIsUsedAgainIsToldOnce() throws UsageUnavailableException, NoticeException {
        var permit = Calls.permit(limit("2000 tokens per hour", "50%"));
        var caller = someone();
        var environment = new Environment();
        for (var i = 0; i < 3; i++) {
            var call = environment.take(permit, caller);
            environment.tell(
                    permit, caller, environment.settle(call, Usage.of(1_000, 0)).crossings());
            clock.pass(Duration.ofMinutes(29));
        }
        // At 10:00 and at 10:29 in one hour, and at 10:58 too.
        assertThat(told()).containsExactly(50);
    }

    @Test
    void thresholdsOfARaisedLimitAreOfTheRaise() throws UsageUnavailableException, NoticeException {
        var raise = Map.of("to", "0.10 USD per day", "until", "2026-11-23T12:00:00Z", "because", "launch");
        var limit = Map.of("limit", "0.02 USD per day at 0.01 USD per call", "raise", raise, "notify", List.of("50%"));
        var permit = Calls.permit(limit);
        var caller = someone();
        var environment = new Environment();
        for (var i = 0; i < 4; i++) {
            environment.call(permit, caller);
        }
        assertThat(told()).isEmpty();
        environment.call(permit, caller);
        assertThat(told()).containsExactly(50);
    }

    @Test
    void theEventSaysWhoReachedWhatAndWhen() throws UsageUnavailableException, NoticeException {
        var caller = someone();
        new Environment().call(Calls.permit(limit("0.04 USD per day at 0.03 USD per call", "75%")), caller);
        var event = bridge.events().getFirst();
        assertThat(event.source()).isEqualTo("sagegate");
        assertThat(event.detailType()).isEqualTo("Limit Threshold Reached");
        var detail = event.detail();
        assertThat(detail.path("limit").path("name").asText()).isEqualTo("USD-day");
        assertThat(detail.path("limit").path("scope").asText()).isEqualTo("principal");
        assertThat(detail.path("used").asText()).isEqualTo("0.03");
        assertThat(detail.path("total").asText()).isEqualTo("0.04");
        assertThat(detail.path("unit").asText()).isEqualTo("USD");
        assertThat(detail.path("window").path("begins").asText()).isEqualTo("2026-11-23T00:00:00Z");
        assertThat(detail.path("window").path("ends").asText()).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(detail.path("caller").path("subject").asText()).isEqualTo(caller.subject());
        assertThat(detail.path("role").asText()).isEqualTo("analyst");
        assertThat(detail.path("endpoint").asText()).isEqualTo("llm");
        assertThat(detail.path("request").asText()).isEqualTo("r-1");
    }
}
