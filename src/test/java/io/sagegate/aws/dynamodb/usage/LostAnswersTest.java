package io.sagegate.aws.dynamodb.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.aws.dynamodb.Attributes;
import io.sagegate.aws.dynamodb.usage.LossyLink.Fate;
import io.sagegate.identity.ApiClient;
import io.sagegate.limits.Admission;
import io.sagegate.limits.Calls;
import io.sagegate.limits.LimitStatus;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.TickingClock;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.SharedWorld;
import io.sagegate.policy.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Writes that were carried out although their answers never came: whoever tries again must not be charged again.
final class LostAnswersTest {
    private static final Demand ONE = Calls.tokens(50, 50);

    /// One for each test: its client has only so many retries to spend on all that it loses.
    private final LossyLink link = connect();
    private final TickingClock clock = new TickingClock("2099-11-23T10:00:00Z");
    private final ApiClient caller = new ApiClient("p" + System.nanoTime(), "k");
    private final String role = "role" + System.nanoTime();
    private final Limiter limiter = environment();

    private static LossyLink connect() {
        try {
            return new LossyLink(SharedWorld.get().dynamodb());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void disconnect() {
        link.close();
    }

    private Limiter environment() {
        return new Limiter(new DynamoDbUsageStore(link.client(), "sagegate-usage"), clock);
    }

    private Admission reserve(Limiter environment, Decision.Permit permit) {
        return environment.reserve(permit, caller, ONE, clock.instant().plusSeconds(20));
    }

    private List<Long> left(Decision.Permit permit) throws UsageUnavailableException {
        link.fates(_ -> Fate.ARRIVES);
        return limiter.peek(caller, Calls.assignments(permit)).getOrDefault(permit.grant(), List.of()).stream()
                .map(LimitStatus::remaining)
                .toList();
    }

    private Decision.Permit permit(String limits) {
        var all = new ArrayList<Object>();
        for (var limit : limits.split(";", -1)) {
            all.add(
                    limit.contains(" of the role")
                            ? Map.of("limit", limit.strip().replace(" of the role", ""), "scope", "role")
                            : limit.strip());
        }
        return Calls.permitAs(role, all.toArray());
    }

    /// The first write finds no item, the second one that is busy: both forms of a rate are tried again.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 requests per hour                                 | 1      | 8",
                "10 KB per hour                                       | 1      | 8",
                "1000 tokens per day                                  | 1      | 800",
                "1 USD per day at 0.01 USD per call                   | 1      | 980000000",
                "10 requests per month                                | 1      | 8",
                "10 concurrent                                        | 1      | 8",
                "10 requests per hour; 20 requests per day of the role| 1      | 8",
                "100 requests per second                              | 1      | 78",
            })
    void aTakeWhoseAnswerWasLostIsChargedOnce(String limits, int lost, long left) throws UsageUnavailableException {
        var permit = permit(limits);
        for (var environment : List.of(limiter, environment())) {
            link.fates(request -> request < lost ? Fate.CUT : Fate.ARRIVES);
            assertThat(reserve(environment, permit)).isInstanceOf(Reservation.class);
            assertThat(link.lost()).isEqualTo(lost);
        }
        assertThat(left(permit).getFirst()).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10 requests per hour", "10 requests per hour; 20 requests per day of the role"})
    void aTakeThatTimedOutAndHappenedIsChargedOnce(String limits) throws UsageUnavailableException {
        var permit = permit(limits);
        reserve(limiter, permit);
        link.fates(request -> request == 0 ? Fate.SILENCE : Fate.ARRIVES);
        assertThat(reserve(limiter, permit)).isInstanceOf(Reservation.class);
        assertThat(left(permit).getFirst()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30 requests per hour",
                "30 KB per hour",
                "30 requests per hour; 100 requests per hour of the role",
                "3000 tokens per hour"
            })
    void exactlyTheLimitIsAdmittedWhileAThirdOfTheAnswersIsLost(String limits) throws Exception {
        var permit = permit(limits);
        // Not every third: a caller that tries again alone would meet the same fate for ever.
        link.fates(request -> new SplittableRandom(request).nextInt(3) == 0 ? Fate.CUT : Fate.ARRIVES);
        var environments = IntStream.range(0, 4).mapToObj(_ -> environment()).toList();
        var admitted = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (var i = 0; i < 64; i++) {
                var environment = environments.get(i % environments.size());
                threads.execute(() -> {
                    // A call that had no time to be counted is undone, and the caller tries again.
                    var admission = reserve(environment, permit);
                    for (var again = 0; again < 100 && admission instanceof Admission.Unavailable; again++) {
                        admission = reserve(environment, permit);
                    }
                    if (admission instanceof Reservation) {
                        admitted.incrementAndGet();
                    }
                });
            }
        }
        assertThat(link.lost()).isPositive();
        assertThat(admitted).hasValue(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 tokens per day                         | 970",
                "1 USD per day at 0.01 USD per call          | 990000000",
                "1 USD per day at 1 USD per 1000 tokens      | 970000000",
                "10 concurrent                               | 10",
                "10 requests per month                       | 9",
            })
    void aSettlementWhoseAnswerWasLostIsChargedOnce(String limits, long left) throws UsageUnavailableException {
        var permit = permit(limits);
        var call = (Reservation) reserve(limiter, permit);
        link.fates(request -> request == 0 ? Fate.CUT : Fate.ARRIVES);
        limiter.settle(call, Usage.of(10, 20));
        assertThat(link.lost()).isOne();
        assertThat(left(permit)).containsExactly(left);
    }

    /// The caller is told 503, and what was taken all the same is given back at once.
    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"CUT", "SILENCE"})
    void aTakeOfWhichNothingIsEverHeardIsGivenBack(Fate fate) throws UsageUnavailableException {
        var permit = permit("10 requests per hour; 10 KB per hour; 1000 tokens per day; 10 requests per month; "
                + "10 concurrent; 10 requests per day of the role");
        link.fates(_ -> fate);
        assertThat(reserve(limiter, permit)).isInstanceOf(Admission.Unavailable.class);
        assertThat(link.lost()).isPositive();
        assertThat(left(permit)).containsExactly(10L, 10L, 1000L, 10L, 10L, 10L);
    }

    /// Its connection broke, its repetition was carried out, and the call is settled.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000 tokens per day",
                "10 requests per month",
                "10 concurrent",
                "10 concurrent; 10 requests per month of the role"
            })
    void aTakeThatArrivesAfterItsCallWasSettledTakesNothing(String limits) throws Exception {
        var permit = permit(limits);
        link.fates(request -> request == 0 ? Fate.LATE : Fate.ARRIVES);
        var call = (Reservation) reserve(limiter, permit);
        assertThat(link.lost()).isOne();
        limiter.settle(call, Usage.of(10, 20));
        var before = left(permit);
        link.arrive();
        assertThat(left(permit)).isEqualTo(before);
    }

    /// A mark of the settled call is there as long as its take can arrive, and no longer.
    @Test
    void theMarkOfASettledCallIsClearedAway() throws Exception {
        var permit = permit("10 requests per month");
        link.fates(request -> request == 0 ? Fate.LATE : Fate.ARRIVES);
        limiter.settle((Reservation) reserve(limiter, permit), Usage.of(10, 20));
        assertThat(holds()).isOne();
        clock.pass(Duration.ofSeconds(40));
        limiter.settle((Reservation) reserve(limiter, permit), Usage.of(10, 20));
        limiter.settle((Reservation) reserve(limiter, permit), Usage.of(10, 20));
        assertThat(holds()).isZero();
    }

    /// The receipts of takes do not pile up in the item.
    @Test
    void receiptsAreClearedAwayByLaterWrites() {
        var permit = permit("1000 requests per hour");
        var other = environment();
        for (var i = 0; i < 30; i++) {
            reserve(i % 2 == 0 ? limiter : other, permit);
        }
        assertThat(holds()).isEqualTo(2);
        clock.pass(Duration.ofSeconds(5));
        reserve(limiter, permit);
        reserve(limiter, permit);
        assertThat(holds()).isOne();
    }

    private long holds() {
        var key = Attributes.ofMap(
                UsageAttributes.key("principal|" + role + "|llm|" + caller.issuer() + "|" + caller.subject()));
        return SharedWorld.get()
                .tables()
                .getItem(get -> get.tableName("sagegate-usage").key(key))
                .item()
                .keySet()
                .stream()
                .filter(name -> name.startsWith("hold:"))
                .count();
    }
}
