package io.sagegate.filters.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.sagegate.policy.obligation.Masking;
import io.sagegate.policy.obligation.SensitiveKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Maskers by themselves. A joint, the end of a piece, is written as `|` here.
final class MaskersTest {
    private static final int LONGEST = 8;

    private static Masker pattern(String expression) {
        return new PatternMasker(new Masking.Custom(Pattern.compile(expression), "#", LONGEST));
    }

    private static Masker kinds(SensitiveKind... kinds) {
        return new KindMasker(new Masking.Kinds(Set.of(kinds), Optional.empty()));
    }

    private static String with(Masker masker, List<String> pieces) {
        var out = new StringBuilder();
        pieces.forEach(piece -> masker.push(piece.replace('|', Masker.JOINT), out));
        masker.finish(out);
        return out.toString().replace(Masker.JOINT, '|');
    }

    private static List<String> cut(String text, Random random) {
        var pieces = new java.util.ArrayList<String>();
        for (var from = 0; from < text.length(); ) {
            var to = Math.min(text.length(), from + 1 + random.nextInt(5));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private static String made(String alphabet, Random random, int length) {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab-[0-9]{1,3}", "[0-9]{2}a", "a[ab]{1,4}-", "ab", "b", "(?i)B-1", "a|1b", "a+1"})
    void aTextLeavesTheSameHoweverItWasCut(String expression) {
        var random = new Random(expression.hashCode());
        var masker = pattern(expression);
        for (var i = 0; i < 400; i++) {
            var text = made("aab-01|", random, 30);
            var whole = with(masker, List.of(text));
            assertThat(with(masker, cut(text, random))).as(text).isEqualTo(whole);
            assertThat(with(masker, cut(text, random))).as(text).isEqualTo(whole);
        }
    }

    @Test
    void aTextOfKnownKindsLeavesTheSameHoweverItWasCut() {
        var random = new Random(7);
        var masker = kinds(EnumSet.allOf(SensitiveKind.class).toArray(SensitiveKind[]::new));
        var words = List.of(
                "4242",
                " ",
                "|",
                "4242424242424242",
                "a@b.co",
                "m.user",
                "@",
                "1",
                "DE89370400440532013000",
                ".",
                "x",
                "192.168.1.10");
        for (var i = 0; i < 400; i++) {
            var text = new StringBuilder();
            for (var word = 0; word < 9; word++) {
                text.append(words.get(random.nextInt(words.size())));
            }
            var whole = with(masker, List.of(text.toString()));
            assertThat(with(masker, cut(text.toString(), random)))
                    .as(text.toString())
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // A match over joints, one in a piece alone, and both.
        "ab-1|2|, ab-[0-9]+, #||",
        "a|b-|1x|, ab-[0-9]+, #||x|",
        "x|ab|x|, ab, x|#|x|",
        "12|ab|, ^ab, 12|#|",
        "12|ab|, ^ab|12, #|#|",
        "ab|ab|, ab$, #|#|",
        "aab|ab|, aab|abab, #|ab|",
        "abcd|efgh|, cdef, ab#|gh|",
        "|ab||ab|, ab, |#||#|",
        "aaa, aa, #a"
    })
    void matchesAreThoseOfTheJoinedTextAndOfEachPiece(String text, String expression, String masked) {
        assertThat(with(pattern(expression), List.of(text))).isEqualTo(masked);
    }

    /// A stream shows each text as soon as it cannot be the beginning of a match.
    @ParameterizedTest
    @CsvSource({"'hello ', 0", "'hello a', 1", "'hello ab', 2", "'hello ab-', 3", "'hello ab-12', 5", "'hello abc', 0"})
    void onlyThePossibleBeginningOfAMatchIsHeldBack(String text, int held) {
        var masker = pattern("ab-[0-9]{1,3}x");
        var out = new StringBuilder();
        masker.push(text, out);
        assertThat(masker.held()).isEqualTo(held);
        assertThat(out).hasToString(text.substring(0, text.length() - held));
    }

    @Test
    void anExpressionWithoutAPlainBeginningHoldsBackItsLongestMatch() {
        var masker = pattern("[ab]-1");
        var out = new StringBuilder();
        masker.push("0123456789", out);
        assertThat(out).hasToString("01");
        assertThat(masker.held()).isEqualTo(LONGEST);
        masker.finish(out);
        assertThat(out).hasToString("0123456789");
        assertThat(masker.held()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "ab-[0-9], ab-",
        "ab*, a",
        "ab?, a",
        "ab{2}, a",
        "ab+c, a",
        "a|b, ''",
        "(ab), ''",
        "[ab]c, ''",
        "\\d, ''",
        "AZaz09-_ :/@#=, AZaz09-_ :/@#=",
        "a.b, a",
        "b, b",
        "b*, ''"
    })
    void thePlainBeginningIsWhatEveryMatchBeginsWith(String expression, String prefix) {
        assertThat(Prefix.of(expression)).isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource({
        "1|4242424242424242|, 1|[card]|",
        "4242424242424242|1, [card]|1",
        "4242 4242 |4242 4242, [card]|",
        "x|4242424242424242|1|, x|[card]|1|",
        "a@b.co|m.user@example.com, [email]|",
        "a@b.co|m user@example.com, [email]| [email]",
        "no|thing, no|thing"
    })
    void knownKindsAreFoundInTheJoinedTextAndInEachPiece(String text, String masked) {
        assertThat(with(kinds(SensitiveKind.CARD, SensitiveKind.EMAIL), List.of(text)))
                .isEqualTo(masked);
    }

    @Test
    void aMaskerOfKindsShowsWhatCannotBeginAMatch() {
        var masker = kinds(SensitiveKind.CARD);
        var out = new StringBuilder();
        masker.push("pay with 4242 42", out);
        assertThat(out).hasToString("pay with ");
        assertThat(masker.held()).isEqualTo("4242 42".length());
        assertThat(new MaskChain(List.of(new Masking.Kinds(Set.of(SensitiveKind.CARD), Optional.empty()))).held())
                .isZero();
        masker.finish(out);
        assertThat(out).hasToString("pay with 4242 42");
        assertThat(masker.held()).isZero();
    }

    @Test
    void aChainHoldsWhatItsMaskersHold() {
        var chain = new MaskChain(List.of(
                new Masking.Custom(Pattern.compile("ab-1"), "#", LONGEST),
                new Masking.Custom(Pattern.compile("xy-1"), "#", LONGEST)));
        var out = new StringBuilder();
        chain.push("xya", out);
        assertThat(chain.held()).isEqualTo(3);
        chain.push("c", out);
        assertThat(chain.held()).isZero();
        assertThat(out).hasToString("xyac");
    }

    /// The rest of one text must not reach the next.
    @Test
    void afterItsEndAMaskerBeginsAnew() {
        for (var masker : List.of(pattern("ab-1"), kinds(SensitiveKind.CARD))) {
            assertThat(with(masker, List.of("x|ab-|4242 4242 4242 |"))).isEqualTo("x|ab-|4242 4242 4242 |");
            assertThat(with(masker, List.of("1|4242"))).isEqualTo("1|4242");
            assertThat(masker.whole("nothing")).isEqualTo("nothing");
        }
    }
}
