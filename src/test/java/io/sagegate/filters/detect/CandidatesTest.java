package io.sagegate.filters.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.filters.mask.Alone;
import io.sagegate.policy.obligation.SensitiveKind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CandidatesTest {
    private static final List<String> PARTS = List.of(
            "4111",
            "1111",
            "12",
            "7",
            "0",
            "1",
            " ",
            "-",
            ".",
            ":",
            "::",
            "+",
            "(",
            ")",
            "@",
            "/",
            "=",
            "_",
            "%",
            "é",
            "\uff14",
            "𝟒",
            "a",
            "e",
            "A",
            "eyJ",
            "eyJhbGci",
            "AKIA",
            "ASIA",
            "IOSFODNN7EXAMPLE",
            "DE89",
            "-----BEGIN PRIVATE KEY",
            "-----",
            "com",
            "example",
            "fe80",
            "415",
            "555-2671",
            "192.168",
            "wJalrXUtnFEMI",
            "K7MDENGbPxRfiCYEXAMPLEKEY",
            "5",
            ".com5",
            "\n");

    @ParameterizedTest
    @EnumSource(SensitiveKind.class)
    void noPlaceIsSkippedAtWhichAMatchBeginsWhateverOfItIsThereYet(SensitiveKind kind) {
        var random = new Random(kind.code().hashCode());
        for (var sample : new DetectorCorpus().samples(100)) {
            if (sample.kind() == kind) {
                check(kind, part(random) + sample.text() + part(random), random);
            }
        }
        for (var round = 0; round < 1_500; round++) {
            var text = new StringBuilder();
            for (var i = random.nextInt(14); i >= 0; i--) {
                text.append(part(random));
            }
            check(kind, text.toString(), random);
        }
    }

    /// A kind of data that states nothing but where it begins.
    private static final class Bare implements Detector {
        @Override
        public boolean mayStart(char c) {
            return c == '#' || c == 'é';
        }

        @Override
        public int at(CharSequence text, int start, boolean last) {
            return start + 2 <= text.length() ? start + 2 : last ? NO : MORE;
        }
    }

    @Test
    void aDetectorWithoutAPreFilterIsTriedWhereverItMayStart() {
        var candidates = new Candidates(
                List.of(Detectors.of(SensitiveKind.EMAIL), new Bare(), Detectors.of(SensitiveKind.CARD)));
        for (var text : List.of("plain#12 text", "plainé12 text", "plain #12 text", "1234#1")) {
            var letters = letters(text, text.length());
            var place = text.indexOf('#') >= 0 ? text.indexOf('#') : text.indexOf('é');
            assertThat(candidates.next(letters, 0, text.length(), -1, true)).isEqualTo(place);
        }
    }

    private static String part(Random random) {
        return PARTS.get(random.nextInt(PARTS.size()));
    }

    private static Letters letters(String text, int to) {
        var letters = new Letters(false);
        letters.add(text, 0, text.offsetByCodePoints(0, to));
        return letters;
    }

    private static void check(SensitiveKind kind, String text, Random random) {
        var detector = Detectors.of(kind);
        var candidates = new Candidates(List.of(detector));
        var all = letters(text, text.codePointCount(0, text.length()));
        var edge = random.nextInt(all.length());
        for (var at = 0; at < all.length(); at++) {
            var found = detector.mayStart(all.charAt(at)) && detector.at(all, at, true) > at;
            var alone = at >= edge
                    && detector.mayStart(all.charAt(at))
                    && detector.at(new Alone(all, edge, all.length()), at - edge, true) > 0;
            for (var end = at + 1; (found || alone) && end <= all.length(); end++) {
                assertThat(candidates.next(letters(text, end), at, at + 1, alone ? edge : -1, end == all.length()))
                        .as("%s at %d of the first %d of %s", kind, at, end, text)
                        .isEqualTo(at);
            }
        }
    }
}
