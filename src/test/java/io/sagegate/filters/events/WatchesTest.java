package io.sagegate.filters.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.json.Piece;
import io.sagegate.filters.json.Place;
import io.sagegate.filters.mask.MaskChain;
import io.sagegate.policy.obligation.Masking;
import io.sagegate.policy.obligation.SensitiveKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts of which nobody says whether a client joins them.
final class WatchesTest {
    private static final Place PLACE = Place.ROOT.member("x");

    private final List<Piece> pieces = new ArrayList<>();

    private static MaskChain cards() {
        return new MaskChain(List.of(new Masking.Kinds(Set.of(SensitiveKind.CARD), Optional.empty())));
    }

    private static MaskChain pattern() {
        return new MaskChain(List.of(new Masking.Custom(Pattern.compile("ab-ab"), "#", 16)));
    }

    private Watch watch(Watch watch, String... texts) throws FilterException {
        for (var text : texts) {
            pieces.add(watch.push(text, pieces.size()));
        }
        return watch;
    }

    private List<String> leaving() {
        return pieces.stream()
                .map(piece -> piece.waits() ? "waits" : piece.leaving())
                .toList();
    }

    @Test
    void aMatchOverSeveralTextsIsMaskedInTheFirst() throws FilterException {
        watch(new Watch(WatchesTest::cards), "pay 4242 4242 ", "4242 ", "4242 now");
        assertThat(leaving()).containsExactly("pay [card]", "", " now");
    }

    @Test
    void aTextThatMayGoOnWaitsAndLeavesWhenItEnds() throws FilterException {
        var watch = watch(new Watch(WatchesTest::cards), "4242 4242 ");
        assertThat(leaving()).containsExactly("waits");
        watch.finish();
        assertThat(leaving()).containsExactly("4242 4242 ");
        watch(watch, "4242 4242");
        watch.finish();
        assertThat(leaving()).containsExactly("4242 4242 ", "4242 4242");
    }

    /// A client that joins the texts all the same sees no more of the match than had left.
    @Test
    void aTextThatWasLetGoIsJoinedWithTheNextOne() throws FilterException {
        var watch = watch(new Watch(WatchesTest::cards), "pay 4242 4242 ");
        watch.letGo();
        assertThat(leaving()).containsExactly("pay 4242 4242 ");
        watch(watch, "4242 4242 now");
        watch.finish();
        assertThat(leaving()).containsExactly("pay 4242 4242 ", "[card] now");
    }

    @Test
    void aTextThatWasLetGoIsNotShownAgain() throws FilterException {
        var watch = watch(new Watch(WatchesTest::cards), "pay 4242 4242 ");
        watch.letGo();
        watch(watch, "euros, ", "please");
        watch.finish();
        assertThat(leaving()).containsExactly("pay 4242 4242 ", "euros, ", "please");
    }

    @Test
    void theFourthEqualTextIsALabelThatLeavesAtOnce() throws FilterException {
        var watch = new Watch(WatchesTest::pattern);
        for (var i = 1; i <= 6; i++) {
            watch(watch, "label a");
            assertThat(watch.isLabel()).isEqualTo(i >= 4);
        }
        assertThat(leaving()).containsOnly("label a").hasSize(6);
    }

    @Test
    void textsThatVaryAreNoLabelWhateverComesAfter() throws FilterException {
        var watch = watch(new Watch(WatchesTest::pattern), "one", "two", "two", "two", "two", "two", "two", "two");
        assertThat(watch.isLabel()).isFalse();
    }

    @Test
    void emptyTextsDoNotMakeALabel() throws FilterException {
        var watch = watch(new Watch(WatchesTest::pattern), "", "", "", "", "", "");
        assertThat(watch.isLabel()).isFalse();
        assertThat(watch(watch, "word", "word", "word", "word").isLabel()).isTrue();
    }

    /// Four times 4242 is the number of a card, and ab- twice is the word that the policy masks.
    @Test
    void aTextWhoseRepetitionsHoldAMatchIsNoLabel() throws FilterException {
        var digits = watch(new Watch(WatchesTest::cards), "4242", "4242", "4242", "4242", " x");
        assertThat(digits.isLabel()).isFalse();
        assertThat(leaving()).containsExactly("[card]", "", "", "", " x");

        pieces.clear();
        var words = watch(new Watch(WatchesTest::pattern), "ab-", "ab-", "ab-", "ab-", "ab-", "ab-");
        words.finish();
        assertThat(words.isLabel()).isFalse();
        assertThat(String.join("", leaving())).isEqualTo("#-#-#-");
    }

    @ParameterizedTest
    @CsvSource({"1024, true", "1025, false"})
    void aLabelIsOfBoundedLength(int length, boolean label) throws FilterException {
        var text = "x".repeat(length);
        assertThat(watch(new Watch(WatchesTest::pattern), text, text, text, text, text)
                        .isLabel())
                .isEqualTo(label);
    }

    @Test
    void digitsAloneAreNoLabel() throws FilterException {
        assertThat(watch(new Watch(WatchesTest::pattern), "17", "17", "17", "17", "17")
                        .isLabel())
                .isFalse();
    }

    /// Some models send all of a text so far in each event. The undecided part leaves with the next one.
    @Test
    void aTextThatRepeatsAllBeforeItIsReadAnew() throws FilterException {
        var watch = watch(
                new Watch(WatchesTest::cards),
                "The number is 4242 4242",
                "The number is 4242 4242 4242 4242",
                "The number is 4242 4242 4242 4242 now");
        watch.finish();
        assertThat(leaving()).containsExactly("The number is ", "The number is ", "The number is [card] now");
    }

    @ParameterizedTest
    @CsvSource({
        "abcdef0123456789, abcdef0123456789x, true",
        "abcdef012345678, abcdef012345678x, false",
        "abcdef0123456789, abcdef0123456789, false",
        "abcdef0123456789, bcdef0123456789xx, false",
        "abcdeabcdeabcdea, abcdeabcdeabcdeax, false",
        "abcdefabcdefabcd, abcdefabcdefabcdx, true"
    })
    void onlyALongAndVariedTextIsTakenForARepetition(String before, String text, boolean repeats) {
        assertThat(Repeats.isWholeSoFar(before, text)).isEqualTo(repeats);
    }

    /// Eighteen events for one place; two more for each further place, and 512 at most.
    @ParameterizedTest
    @CsvSource({"1, 18", "2, 20", "100, 216", "248, 512", "300, 512"})
    void aTextWaitsForABoundedNumberOfEvents(int places, int patience) throws FilterException {
        var watches = new Watches(WatchesTest::cards);
        for (var i = 1; i < places; i++) {
            watches.push(Place.ROOT.element(i), "word", true);
        }
        var piece = watches.push(PLACE, "4242", false);
        for (var i = 0; i < patience; i++) {
            watches.next();
        }
        assertThat(piece.waits()).isTrue();
        watches.next();
        assertThat(piece.waits()).isFalse();
    }

    @Test
    void aTextThatGoesOnWaitsAnew() throws FilterException {
        var watches = new Watches(WatchesTest::cards);
        watches.push(PLACE, "4242 ", false);
        for (var i = 0; i < 18; i++) {
            watches.next();
        }
        var second = watches.push(PLACE, "4242 ", false);
        for (var i = 0; i < 18; i++) {
            watches.next();
        }
        assertThat(second.waits()).isTrue();
    }

    @Test
    void aTextThatEndsDoesNotWait() throws FilterException {
        var watches = new Watches(WatchesTest::cards);
        assertThat(watches.push(PLACE, "4242", true).leaving()).isEqualTo("4242");
        assertThat(watches.push(PLACE, "4242 4242 4242", false).waits()).isTrue();
        assertThat(watches.has(PLACE)).isTrue();
        assertThat(watches.has(Place.ROOT)).isFalse();
        assertThat(watches.isLabel(Place.ROOT)).isFalse();
    }

    @Test
    void textsEndWithWhatTheyAreIn() throws FilterException {
        var watches = new Watches(WatchesTest::cards);
        var choice = Place.ROOT.element(0);
        var inside = watches.push(choice.member("text"), "4242", false);
        var beside = watches.push(Place.ROOT.element(1).member("text"), "4242", false);
        watches.end(Set.of());
        assertThat(inside.waits()).isTrue();
        watches.end(Set.of(choice));
        assertThat(inside.leaving()).isEqualTo("4242");
        assertThat(beside.waits()).isTrue();
    }

    @Test
    void thePlacesOfAStreamAreBounded() throws FilterException {
        var watches = new Watches(WatchesTest::pattern);
        for (var i = 0; i < 8_192; i++) {
            watches.push(Place.ROOT.element(i), "", true);
        }
        assertThatThrownBy(() -> watches.push(PLACE, "", true)).isInstanceOf(FilterException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_192})
    void theEventsThatWaitAreBounded(int events) throws FilterException {
        var queue = new EventQueue();
        var waiting = new Piece("x");
        queue.add("f", "data", waiting);
        for (var i = 1; i < events; i++) {
            queue.add("f", "data");
        }
        assertThat(queue.leaving()).isEmpty();
        assertThatThrownBy(() -> queue.add("f", "data")).isInstanceOf(FilterException.class);
    }

    @Test
    void theCharactersThatWaitAreBoundedAndThoseThatLeftCountNoMore() throws FilterException {
        var queue = new EventQueue();
        var half = "x".repeat(2_097_152 - 1);
        for (var i = 0; i < 4; i++) {
            queue.add("f", half);
            assertThat(queue.leaving()).hasSize(1);
        }
        queue.add("f", half, new Piece(half));
        queue.add("f", half);
        assertThatThrownBy(() -> queue.add("", "x")).isInstanceOf(FilterException.class);
    }
}
