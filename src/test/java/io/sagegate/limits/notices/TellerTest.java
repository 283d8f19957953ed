package io.sagegate.limits.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.kit.Deadline;
import io.sagegate.limits.Calls;
import io.sagegate.limits.TickingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The claims, events and marks of one environment, and the time for which it leaves a threshold alone.
final class TellerTest {
    private static final Instant END = Instant.parse("2026-11-23T11:00:00Z");

    private final TickingClock clock = new TickingClock("2026-11-23T10:00:00.000000007Z");
    private final List<String> done = new ArrayList<>();
    private final List<Duration> times = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private Claims.Verdict verdict = Claims.Verdict.OURS;
    private boolean busIsDown;
    private boolean marksAreDown;

    private final Claims claims = new Claims() {
        @Override
        public Verdict claim(Crossing crossing, long now, long until, Deadline deadline) {
            done.add("claim " + crossing.percent());
            assertThat(now).isEqualTo(nanos(clock.instant()));
            ends.add(until);
            times.add(deadline.remaining());
            return verdict;
        }

        @Override
        public void told(Crossing crossing, Deadline deadline) throws NoticeException {
            done.add("mark " + crossing.percent());
            times.add(deadline.remaining());
            if (marksAreDown) {
                throw new NoticeException("the table is down");
            }
        }
    };

    private final Teller teller = new Teller(claims, this::put, clock);

    private void put(Notice notice, Deadline deadline) throws NoticeException {
        done.add("put " + notice.crossing().percent());
        times.add(deadline.remaining());
        if (busIsDown) {
            throw new NoticeException("the bus is down");
        }
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    private static Notice notice(int percent) {
        var limit = Calls.permit("5 requests per hour").limits().getFirst();
        var window = new Window(498_730, Instant.parse("2026-11-23T10:00:00Z"), END);
        return new Notice(
                new Crossing("key", limit, percent, window, 1, 4, 5),
                new Occasion("r", Instant.EPOCH, Calls.ALICE, "analyst/0", "analyst", "llm"));
    }

    private void tell(int... percents) throws NoticeException {
        var notices = Arrays.stream(percents).mapToObj(TellerTest::notice).toList();
        teller.tell(notices, Deadline.in(Duration.ofSeconds(30), clock));
    }

    private List<String> doneNow() {
        var now = List.copyOf(done);
        done.clear();
        return now;
    }

    @Test
    void aThresholdIsToldOnceUntilItsWindowEnds() throws NoticeException {
        tell(50);
        assertThat(doneNow()).containsExactly("claim 50", "put 50", "mark 50");
        clock.pass(Duration.between(clock.instant(), END).minusNanos(1));
        tell(50);
        assertThat(doneNow()).isEmpty();
        clock.pass(Duration.ofNanos(1));
        tell(50);
        assertThat(doneNow()).containsExactly("claim 50", "put 50", "mark 50");
    }

    @Test
    void eachThresholdIsToldByItself() throws NoticeException {
        tell(50, 80);
        assertThat(doneNow()).containsExactly("claim 50", "put 50", "mark 50", "claim 80", "put 80", "mark 80");
    }

    @Test
    void whatAnotherCallToldIsLeftAloneUntilItsWindowEnds() throws NoticeException {
        verdict = Claims.Verdict.TOLD;
        tell(50);
        assertThat(doneNow()).containsExactly("claim 50");
        clock.pass(Duration.between(clock.instant(), END).minusNanos(1));
        tell(50);
        assertThat(doneNow()).isEmpty();
        clock.pass(Duration.ofNanos(1));
        tell(50);
        assertThat(doneNow()).containsExactly("claim 50");
    }

    @Test
    void whatAnotherCallIsAboutToTellIsAskedForAgainOnceItsClaimIsOver() throws NoticeException {
        verdict = Claims.Verdict.NOT_NOW;
        tell(50);
        clock.pass(Teller.CLAIM.minusNanos(1));
        tell(50);
        assertThat(doneNow()).containsExactly("claim 50");
        clock.pass(Duration.ofNanos(1));
        tell(50);
        assertThat(doneNow()).containsExactly("claim 50");
    }

    @Test
    void whatTheBusDidNotTakeIsToldOnceTheClaimIsOver() throws NoticeException {
        busIsDown = true;
        assertThatThrownBy(() -> tell(50)).isInstanceOf(NoticeException.class);
        assertThat(doneNow()).containsExactly("claim 50", "put 50");
        busIsDown = false;
        tell(50);
        assertThat(doneNow()).isEmpty();
        clock.pass(Teller.CLAIM);
        tell(50);
        assertThat(doneNow()).containsExactly("claim 50", "put 50", "mark 50");
    }

    @Test
    void aMarkThatFailedIsWrittenAgainAndNothingIsPutTwice() throws NoticeException {
        marksAreDown = true;
        assertThatThrownBy(() -> tell(50)).isInstanceOf(NoticeException.class);
        assertThat(doneNow()).containsExactly("claim 50", "put 50", "mark 50");
        assertThatThrownBy(() -> tell(50)).isInstanceOf(NoticeException.class);
        assertThat(doneNow()).containsExactly("mark 50");
        marksAreDown = false;
        tell(50);
        assertThat(doneNow()).containsExactly("mark 50");
        tell(50);
        assertThat(doneNow()).isEmpty();
    }

    @Test
    void aClaimLastsFiveSecondsAndHasAnEndOfItsOwn() throws NoticeException {
        tell(50, 60, 70, 80, 90);
        var end = nanos(clock.instant()) + 5_000_000_000L;
        assertThat(ends).allSatisfy(each -> assertThat(each).isBetween(end, end + 999_999));
        assertThat(ends.stream().distinct()).hasSizeGreaterThan(1);
    }

    @Test
    void eachStepLeavesTheNextItsTime() throws NoticeException {
        tell(50);
        assertThat(times).containsExactly(Duration.ofMillis(500), Duration.ofMillis(1_500), Duration.ofMillis(2_000));
    }

    @Test
    void withoutTimeNothingIsClaimed() throws NoticeException {
        teller.tell(List.of(notice(50)), Deadline.in(Duration.ZERO, clock));
        assertThat(done).isEmpty();
    }

    @Test
    void aNoticeHasOneIdForEachThresholdCounterAndWindow() {
        var first = notice(50);
        assertThat(first.id())
                .hasSize(32)
                .matches("[0-9a-f]+")
                .isEqualTo(notice(50).id());
        var crossing = first.crossing();
        assertThat(crossing.claim()).isEqualTo("requests/hour?50");
        assertThat(crossing.told()).isEqualTo("requests/hour!50");
        var next = new Window(498_731, END, END.plusSeconds(3_600));
        for (var other : List.of(
                notice(80).crossing(),
                new Crossing("other", crossing.limit(), 50, crossing.window(), 1, 4, 5),
                new Crossing("key", crossing.limit(), 50, next, 1, 4, 5),
                new Crossing(
                        "key",
                        Calls.permit("5 requests per day").limits().getFirst(),
                        50,
                        crossing.window(),
                        1,
                        4,
                        5))) {
            assertThat(new Notice(other, first.occasion()).id()).isNotEqualTo(first.id());
        }
    }
}
