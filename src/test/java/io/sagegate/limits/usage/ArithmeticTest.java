package io.sagegate.limits.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Items, holds and settlements, to the nanosecond.
final class ArithmeticTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Hold HOLD = new Hold(50, List.of(new Hold.Part("tokens/day", 70 * SECOND, 30 * SECOND)));

    private static UsageItem item(long counter, Map<String, Hold> holds) {
        return new UsageItem(Map.of("tokens/day", counter), holds);
    }

    private static Settlement settlement(long reserved, long used, long now) {
        var change = new Settlement.Rate("tokens/day", reserved * SECOND, used * SECOND, 70 * SECOND);
        return new Settlement("key", "h", HOLD, List.of(change), now * SECOND);
    }

    @ParameterizedTest
    @CsvSource({"10,105,100,5", "10,110,100,10", "10,111,100,10", "10,100,100,0", "10,99,100,0"})
    void ofATakeOnlyWhatLiesAheadHasNotComeBack(long amount, long mark, long now, long left) {
        assertThat(Arithmetic.undrained(amount, mark, now)).isEqualTo(left);
    }

    @Test
    void settlingTwiceChangesNothing() {
        var before = item(70 * SECOND, Map.of("h", HOLD));
        var once = Arithmetic.settle(before, settlement(30, 10, 45));
        assertThat(once).isEqualTo(item(50 * SECOND, Map.of()));
        assertThat(Arithmetic.settle(once, settlement(30, 10, 45))).isEqualTo(once);
    }

    @Test
    void aCallThatUsedWhatItTookLeavesTheCounterWhereItIs() {
        var past = item(40 * SECOND, Map.of("h", HOLD));
        assertThat(Arithmetic.settle(past, settlement(30, 30, 45))).isEqualTo(item(40 * SECOND, Map.of()));
    }

    @Test
    void aDebtBeginsNowWhereTheCounterIsBehind() {
        var past = item(40 * SECOND, Map.of("h", HOLD));
        assertThat(Arithmetic.settle(past, settlement(30, 31, 45))).isEqualTo(item(46 * SECOND, Map.of()));
    }

    private static Draw draw(Take... takes) {
        return new Draw("key", List.of(takes), 45 * SECOND + 1, 90, "h");
    }

    @Test
    void aTakeThatMayBeGivenBackIsHeldAndAnyOtherLeavesAReceiptOfThreeSeconds() {
        var kept = new Take.Rate("requests/day", SECOND, 10 * SECOND, false);
        var settled = new Take.Rate("tokens/day", 2 * SECOND, 10 * SECOND, true);
        assertThat(draw(kept).holding()).isEqualTo(new Hold(48, List.of()));
        assertThat(draw(kept, settled, new Take.Budget("USD/day", 7, 3, 9), new Take.Call("concurrent", 2))
                        .holding())
                .isEqualTo(new Hold(
                        90,
                        List.of(
                                new Hold.Part("tokens/day", 47 * SECOND + 1, 2 * SECOND),
                                new Hold.Part("USD/day", 7, 3),
                                new Hold.Part("concurrent", 0, 1))));
    }

    @Test
    void aMarkOutlivesTheHoldAndALateTake() {
        assertThat(settlement(30, 10, 45).mark()).isEqualTo(new Hold(56, List.of()));
        assertThat(settlement(30, 10, 39).mark()).isEqualTo(new Hold(51, List.of()));
    }

    @Test
    void aHoldIsReadAsItWasWritten() {
        var parts = List.of(new Hold.Part("USD/day", 7, 3), new Hold.Part("concurrent", 0, 1));
        assertThat(new Hold(90, parts).text()).isEqualTo("90;USD/day@7=3;concurrent@0=1");
        for (var hold : List.of(
                new Hold(0, List.of()),
                HOLD,
                new Hold(999_999_999_999_999_999L, List.of(new Hold.Part("c", Long.MAX_VALUE, Long.MAX_VALUE))))) {
            assertThat(Hold.parse(hold.text())).contains(hold);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-1",
                "1000000000000000000000",
                "90;",
                "90;concurrent",
                "90;@0=1",
                "90;c@0=1;",
                "90;c@-1=1",
                "90;c@0=9999999999999999999",
                "90;c@0=1;d"
            })
    void aTextThatIsNoHoldIsNone(String text) {
        assertThat(Hold.parse(text)).isEmpty();
    }
}
