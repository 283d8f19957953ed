package io.sagegate.limits;

import static io.sagegate.limits.Calls.ALICE;
import static io.sagegate.limits.Calls.BOB;
import static io.sagegate.limits.Calls.permit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.tokens.Demand;
import io.sagegate.limits.tokens.RequestedTokens;
import io.sagegate.limits.tokens.StatedUsage;
import io.sagegate.limits.tokens.StreamedTokens;
import io.sagegate.limits.tokens.UncountableException;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.limits.usage.Draw;
import io.sagegate.limits.usage.Settlement;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.policy.Decision;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LimiterTest {
    private static final Duration CALL = Duration.ofSeconds(30);

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00Z");
    private final Limiter limiter = new Limiter(new MemoryUsageStore(), clock);

    private Admission reserve(Decision.Permit permit, Demand demand) {
        return limiter.reserve(permit, ALICE, demand, clock.instant().plus(CALL));
    }

    private Admission reserveLast = new Admission.Unavailable(new UsageUnavailableException("none yet", null));

    private boolean passes(Decision.Permit permit, Demand demand) {
        reserveLast = reserve(permit, demand);
        return reserveLast instanceof Reservation;
    }

    private Reservation taken(Decision.Permit permit, Demand demand) {
        assertThat(passes(permit, demand)).isTrue();
        return (Reservation) reserveLast;
    }

    private Duration wait(Decision.Permit permit, Demand demand) {
        assertThat(passes(permit, demand)).isFalse();
        return ((Admission.Refused) reserveLast).retryAfter().orElseThrow();
    }

    private List<LimitStatus> peek(Decision.Permit permit) throws UsageUnavailableException {
        return limiter.peek(ALICE, Calls.assignments(permit)).getOrDefault(permit.grant(), List.of());
    }

    private static final Demand ONE = Calls.demand(10);

    @Test
    void theBurstPassesAtOnceAndThenOneEachInterval() {
        var permit = permit("60 requests per minute, burst 3");
        for (var i = 0; i < 3; i++) {
            assertThat(passes(permit, ONE)).isTrue();
        }
        assertThat(wait(permit, ONE)).isEqualTo(Duration.ofSeconds(1));
        clock.pass(Duration.ofMillis(999));
        assertThat(wait(permit, ONE)).isEqualTo(Duration.ofMillis(1));
        clock.pass(Duration.ofMillis(1));
        assertThat(passes(permit, ONE)).isTrue();
        assertThat(passes(permit, ONE)).isFalse();
    }

    @Test
    void aRefusedCallTakesFromNoneOfItsLimits() {
        var both = permit("10 requests per minute", "1 concurrent");
        taken(both, ONE);
        for (var i = 0; i < 20; i++) {
            assertThat(passes(both, ONE)).isFalse();
        }
        var left = ((Admission.Refused) reserveLast).standing().getFirst().remaining();
        assertThat(left).isEqualTo(9);
    }

    @Test
    void theLimitNamedIsTheOneThatTakesLongest() {
        var permit = permit("1 request per second", "1 request per hour");
        taken(permit, ONE);
        assertThat(wait(permit, ONE)).isEqualTo(Duration.ofHours(1));
        assertThat(((Admission.Refused) reserveLast).limit().text()).isEqualTo("1 request per hour");
    }

    @Test
    void eachPrincipalHasItsOwnCounterUnlessItIsShared() {
        var own = permit("1 request per day");
        var shared = permit(Map.of("limit", "1 request per day", "scope", "role"));
        for (var permit : List.of(own, shared)) {
            assertThat(limiter.reserve(permit, ALICE, ONE, clock.instant())).isInstanceOf(Reservation.class);
        }
        assertThat(limiter.reserve(own, BOB, ONE, clock.instant())).isInstanceOf(Reservation.class);
        assertThat(limiter.reserve(shared, BOB, ONE, clock.instant())).isInstanceOf(Admission.Refused.class);
        var byEndpoint = Map.of("limit", "1 request per day", "scope", "endpoint");
        assertThat(limiter.reserve(Calls.permitAs("one", byEndpoint), ALICE, ONE, clock.instant()))
                .isInstanceOf(Reservation.class);
        assertThat(limiter.reserve(Calls.permitAs("two", byEndpoint), BOB, ONE, clock.instant()))
                .isInstanceOf(Admission.Refused.class);
    }

    @Test
    void unusedTokensComeBackAndDebtsArePaid() throws UsageUnavailableException {
        var permit = permit("1000 tokens per hour");
        var call = taken(permit, Calls.tokens(100, 800));
        assertThat(passes(permit, Calls.tokens(100, 100))).isFalse();
        limiter.settle(call, Usage.of(100, 50));
        assertThat(passes(permit, Calls.tokens(0, 851))).isFalse();
        var second = taken(permit, Calls.tokens(0, 850));
        limiter.settle(second, Usage.of(0, 1_000));
        // 150 more than there was: an hour's thousand must come back before all of it is there again.
        assertThat(wait(permit, Calls.tokens(0, 1_000)))
                .isGreaterThan(Duration.ofMinutes(68))
                .isLessThan(Duration.ofMinutes(70));
    }

    @Test
    void aSettlementTellsWhatIsLeftAfterItAndNotWhatWasLeftBefore() throws UsageUnavailableException {
        var permit = permit("10 requests per day", "1000 tokens per day", "2 concurrent");
        var first = taken(permit, Calls.tokens(100, 500));
        assertThat(first.standing()).extracting(LimitStatus::remaining).containsExactly(9L, 400L, 1L);
        var second = taken(permit, Calls.tokens(0, 300));
        assertThat(limiter.settle(first, Usage.of(100, 50)))
                .isEqualTo(peek(permit))
                .extracting(LimitStatus::remaining)
                .containsExactly(8L, 550L, 1L);
        assertThat(limiter.settle(second, Usage.of(0, 900)))
                .extracting(LimitStatus::remaining)
                .containsExactly(8L, 0L, 2L);
    }

    @Test
    void whatNeedsNoSettlementStandsAsItDidAtTheReservation() throws UsageUnavailableException {
        var permit = permit("10 requests per day", Map.of("limit", "2 concurrent", "scope", "role"));
        var call = taken(permit, ONE);
        taken(permit, ONE);
        assertThat(limiter.settle(call, Usage.NONE))
                .extracting(LimitStatus::remaining)
                .containsExactly(9L, 1L);
    }

    @Test
    void aCallThatCouldNeverPassIsToldWhatIsLeftAll() {
        assertThat(passes(permit("100 tokens per minute"), Calls.tokens(0, 101)))
                .isFalse();
        assertThat(((Admission.Refused) reserveLast).uses()).singleElement().satisfies(use -> {
            assertThat(use.refused()).isTrue();
            assertThat(use.charged()).isZero();
            assertThat(use.standing().orElseThrow().remaining()).isEqualTo(100);
        });
    }

    @Test
    void aCallThatCameToNothingCostsNothingButItsRequest() throws UsageUnavailableException {
        var permit =
                permit("2 requests per day", "500 tokens per day", "1 USD per day at 1 USD per call", "1 concurrent");
        for (var i = 0; i < 2; i++) {
            limiter.settle(taken(permit, Calls.tokens(100, 400)), Usage.NONE);
        }
        assertThat(passes(permit, Calls.tokens(100, 400))).isFalse();
        assertThat(((Admission.Refused) reserveLast).limit().text()).isEqualTo("2 requests per day");
    }

    @Test
    void aCrashedCallsHoldEndsWithItsLease() {
        var permit = permit("1 concurrent", "100 tokens per day", "1 USD per month at 1 USD per call");
        taken(permit, Calls.tokens(0, 100));
        clock.pass(CALL.plus(Limiter.MARGIN));
        assertThat(passes(permit, Calls.tokens(0, 10))).isFalse();
        clock.pass(Duration.ofSeconds(1));
        assertThat(passes(permit, Calls.tokens(0, 50))).isTrue();
    }

    @Test
    void aCallThatOutlivesItsHoldIsStillCharged() throws UsageUnavailableException {
        var permit = permit("2 USD per day at 1 USD per call", "5 concurrent");
        var late = taken(permit, ONE);
        clock.pass(Duration.ofMinutes(5));
        limiter.settle(taken(permit, ONE), Usage.of(1, 1));
        limiter.settle(late, Usage.of(1, 1));
        assertThat(passes(permit, ONE)).isFalse();
    }

    @Test
    void aBudgetBeginsAnewWithTheCalendar() throws UsageUnavailableException {
        var permit = permit("1 USD per day at 1 USD per call");
        limiter.settle(taken(permit, ONE), Usage.of(1, 1));
        assertThat(wait(permit, ONE)).isEqualTo(Duration.ofHours(14));
        clock.pass(Duration.ofHours(14));
        assertThat(passes(permit, ONE)).isTrue();
    }

    @Test
    void aLateSettlementDoesNotTouchTheNextWindow() throws UsageUnavailableException {
        var permit = permit("1 USD per hour at 0.01 USD per call");
        var call = taken(permit, ONE);
        clock.pass(Duration.ofHours(1));
        taken(permit, ONE);
        limiter.settle(call, Usage.NONE);
        var status = peek(permit).getFirst();
        assertThat(status.remaining()).isEqualTo(990_000_000L);
    }

    @Test
    void aCallThatAsksForMoreThanThereEverIsIsToldSo() {
        assertThat(passes(permit("100 tokens per minute"), Calls.tokens(0, 101)))
                .isFalse();
        assertThat(((Admission.Refused) reserveLast).retryAfter()).isEmpty();
    }

    @Test
    void aGuessNeverShutsASmallLimitForGood() {
        assertThat(passes(permit("100 tokens per minute"), new Demand(200, 50, OptionalLong.empty())))
                .isTrue();
    }

    @Test
    void requirement27WhatSurelyExceedsALimitIsRefusedAndNotCutToFit() {
        var input = new Demand(4_000, 1_000, OptionalLong.empty());
        assertThat(passes(permit("999 tokens per minute"), input)).isFalse();
        assertThat(((Admission.Refused) reserveLast).retryAfter()).isEmpty();
        assertThat(passes(permit("1 USD per day at 1.01 USD per 1000 input tokens"), input))
                .isFalse();
        assertThat(((Admission.Refused) reserveLast).retryAfter()).isEmpty();
        assertThat(passes(permit("1000 tokens per minute"), input)).isTrue();
        assertThat(passes(permit("1 USD per day at 1 USD per 1000 input tokens"), input))
                .isTrue();
    }

    @Test
    void bytesAreCountedInWholeKilobytes() {
        var permit = permit("2 KB per day");
        assertThat(passes(permit, Calls.demand(1_001))).isTrue();
        assertThat(passes(permit, Calls.demand(1))).isFalse();
    }

    @Test
    void aChangedNumberKeepsWhatWasCounted() {
        taken(permit("2 concurrent"), ONE);
        taken(permit("2 concurrent"), ONE);
        assertThat(passes(permit("2 concurrent"), ONE)).isFalse();
        assertThat(passes(permit("3 concurrent"), ONE)).isTrue();
        assertThat(passes(permit("1 concurrent"), ONE)).isFalse();
    }

    @Test
    void everyBindingsLimitCountsAndTheStricterOfAKind() {
        var permit = Calls.bound(List.of("5 requests per day"), List.of("3 requests per day", "9 KB per day"));
        for (var i = 0; i < 3; i++) {
            assertThat(passes(permit, ONE)).isTrue();
        }
        assertThat(passes(permit, ONE)).isFalse();
        assertThat(((Admission.Refused) reserveLast).standing())
                .extracting(status -> status.limit().text())
                .containsExactly("3 requests per day", "9 KB per day");
    }

    @Test
    void peekingSpendsNothing() throws UsageUnavailableException {
        var permit = permit("5 requests per day", "2 concurrent");
        taken(permit, ONE);
        for (var i = 0; i < 3; i++) {
            var standing = peek(permit);
            assertThat(standing).extracting(LimitStatus::remaining).containsExactly(4L, 1L);
        }
    }

    /// The rule itself: in no stretch of time is more taken than the burst and what came back in it. And a call is
    /// refused only where the rule would be broken.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void noStretchOfTimeTakesMoreThanItsShare(int seed) {
        var random = new Random(seed);
        var perMinute = 1 + random.nextInt(600);
        var burst = 1 + random.nextInt(50);
        var permit = permit(perMinute + " requests per minute, burst " + burst);
        var interval = Math.ceilDiv(60_000_000_000L, (long) perMinute);
        var start = clock.instant();
        var taken = new ArrayList<Long>();
        for (var i = 0; i < 1_500; i++) {
            clock.pass(Duration.ofNanos(random.nextLong(2 * interval) * (random.nextInt(9) / 8)));
            var now = Duration.between(start, clock.instant()).toNanos();
            taken.add(now);
            var breaks = false;
            for (var from = 0; from < taken.size() && !breaks; from++) {
                breaks = (taken.size() - from) * interval > burst * interval + now - taken.get(from);
            }
            var passed = passes(permit, ONE);
            assertThat(passed).isEqualTo(!breaks);
            if (!passed) {
                taken.removeLast();
            }
        }
        assertThat(taken).hasSizeGreaterThan(burst);
    }

    /// Clocks of several environments, none further off than the skew: all of them together take at most what one
    /// exact clock would let through in a stretch longer by the skew.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void skewedClocksGainNoMoreThanTheSkew(int seed) {
        var random = new Random(seed);
        var skew = Duration.ofMillis(750);
        var store = new MemoryUsageStore();
        var environments = new ArrayList<Limiter>();
        for (var i = 0; i < 6; i++) {
            var offset = Duration.ofNanos(random.nextLong(skew.toNanos() + 1));
            environments.add(new Limiter(store, () -> clock.instant().plus(offset)));
        }
        var permit = permit("600 requests per minute, burst 10");
        var start = clock.instant();
        var taken = new ArrayList<Long>();
        for (var i = 0; i < 3_000; i++) {
            clock.pass(Duration.ofMillis(random.nextInt(40)));
            var environment = environments.get(random.nextInt(environments.size()));
            if (environment.reserve(permit, ALICE, ONE, clock.instant().plus(CALL)) instanceof Reservation) {
                taken.add(Duration.between(start, clock.instant()).toMillis());
            }
        }
        for (var from = 0; from < taken.size(); from++) {
            for (var to = from; to < taken.size(); to++) {
                assertThat(to - from + 1)
                        .isLessThanOrEqualTo((int) (10 + (taken.get(to) - taken.get(from) + skew.toMillis()) / 100));
            }
        }
    }

    @Test
    void oneClocksSkewEndsNobodysLeaseEarly() {
        var store = new MemoryUsageStore();
        var fast = new Limiter(store, () -> clock.instant().plus(Duration.ofSeconds(9)));
        var permit = permit("1 concurrent");
        var slow = new Limiter(store, clock);
        assertThat(slow.reserve(permit, ALICE, ONE, clock.instant().plus(CALL))).isInstanceOf(Reservation.class);
        clock.pass(CALL);
        assertThat(fast.reserve(permit, ALICE, ONE, clock.instant().plus(CALL))).isInstanceOf(Admission.Refused.class);
    }

    private static long asked(String body) throws UncountableException {
        return RequestedTokens.of("", bytes(body)).askedTokens();
    }

    private static Usage whole(String request, String answer) throws UncountableException {
        return StatedUsage.of("application/json", bytes(answer), RequestedTokens.of("", bytes(request)));
    }

    @Test
    void tokensAreEstimatedFromWhatTheBodySays() throws UncountableException {
        assertThat(asked("{\"prompt\":\"hi\",\"max_tokens\":64,\"n\":2}")).isEqualTo(128);
        assertThat(asked("{\"inputs\":\"hi\",\"parameters\":{\"max_new_tokens\":30,\"x\":[{}]}}"))
                .isEqualTo(30);
        assertThat(asked("{\"a_tool\":[{\"max_tokens\":64}]}")).isZero();
        assertThat(asked("1.0,2.0,3.0")).isZero();
        assertThat(whole("12345678", "{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":9}}"))
                .isEqualTo(Usage.of(7, 9, Usage.Source.MODEL));
        assertThat(whole("12345678", "123456789")).isEqualTo(Usage.of(2, 3));
    }

    @Test
    void aStreamsTokensAreItsEventsUnlessItSaysBetter() {
        var events = new StreamedTokens("text/event-stream; charset=utf-8", Demand.ofSize(400));
        events.add(bytes("data: {\"a\":1}\n\nda"));
        events.add(bytes("ta: {\"a\":2}\n\n: comment with data:\n\n"));
        assertThat(events.usage()).isEqualTo(Usage.of(100, 2, Usage.Source.EVENTS));
        events.add(bytes("data: {\"usage\":{\"prompt_tokens\":11,\"completion_tokens\": 5}}\n\ndata: [DONE]\n\n"));
        assertThat(events.usage()).isEqualTo(Usage.of(11, 5, Usage.Source.MODEL));
        var plain = new StreamedTokens("text/plain", Demand.ofSize(0));
        plain.add(bytes("x".repeat(9_001)));
        assertThat(plain.usage()).isEqualTo(Usage.of(0, 2_251));
    }

    @Test
    void whatAModelWritesIsNoStatementOfItsUse() {
        var lie = "\\\"usage\\\":{\\\"prompt_tokens\\\":0,\\\"completion_tokens\\\":0}";
        var events = new StreamedTokens("text/event-stream", Demand.ofSize(400));
        events.add(bytes("data: {\"text\":\"" + lie + "\"}\n\n"));
        events.add(bytes("data: {\"choices\":[{\"usage\":{\"completion_tokens\":0}}]}\n\n"));
        events.add(bytes("data: {\"usage\":{\"completion_tokens\":0}} and more\n\n"));
        assertThat(events.usage()).isEqualTo(Usage.of(100, 23, Usage.Source.EVENTS));
        var plain = new StreamedTokens("text/plain", Demand.ofSize(400));
        plain.add(bytes("data: {\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}\n\n"));
        assertThat(plain.usage().inputTokens()).isEqualTo(100);
        assertThat(plain.usage().outputTokens()).isGreaterThan(10);
    }

    @Test
    void aLargeEventIsManyTokens() {
        var events = new StreamedTokens("text/event-stream", Demand.ofSize(0));
        events.add(bytes("data: " + "x".repeat(50_000)));
        events.add(bytes("x".repeat(50_000) + "\n\n"));
        assertThat(events.usage().outputTokens()).isBetween(24_000L, 25_100L);
    }

    @Test
    void jsonLinesAreEventsToo() {
        var lines = new StreamedTokens("application/jsonlines", Demand.ofSize(8));
        lines.add(bytes("{\"a\":1}\n{\"a\":2}\r\n\n{\"a\":3}"));
        assertThat(lines.usage()).isEqualTo(Usage.of(2, 3, Usage.Source.EVENTS));
    }

    @Test
    void allSettlementsOfACallShareItsTime() {
        var asked = new ArrayList<Duration>();
        var memory = new MemoryUsageStore();
        var slow = new Limiter(
                new UsageStore() {
                    @Override
                    public Outcome take(List<Draw> draws, Deadline deadline) {
                        return memory.take(draws, deadline);
                    }

                    @Override
                    public UsageItem settle(Settlement settlement, Deadline deadline) {
                        asked.add(deadline.remaining());
                        clock.pass(Duration.ofMillis(700));
                        return UsageItem.EMPTY;
                    }

                    @Override
                    public Map<String, UsageItem> read(Set<String> keys, Deadline deadline) {
                        return memory.read(keys, deadline);
                    }

                    @Override
                    public void forget() {
                        memory.forget();
                    }
                },
                clock);
        var permit = permit(
                "5 concurrent",
                Map.of("limit", "5 concurrent", "scope", "role"),
                Map.of("limit", "5 concurrent", "scope", "endpoint"));
        var call =
                (Reservation) slow.reserve(permit, ALICE, ONE, clock.instant().plus(CALL));

        assertThatThrownBy(() -> slow.settle(call, Usage.NONE, Deadline.in(Duration.ofSeconds(1), clock)))
                .isInstanceOf(UsageUnavailableException.class);

        assertThat(asked).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(300));
    }

    @Test
    void noDebtIsSoLargeThatItTurnsIntoCredit() throws UsageUnavailableException {
        var permit = permit("2 tokens per day");
        limiter.settle(taken(permit, Calls.tokens(0, 1)), Usage.of(0, 10_000_000));

        assertThat(wait(permit, Calls.tokens(0, 1))).isGreaterThan(Duration.ofDays(30));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
