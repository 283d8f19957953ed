package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnySpaceTest {
    private static boolean matches(String expression, String text) {
        return Pattern.compile(AnySpace.of(expression)).matcher(text).matches();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "(a )b", "\\Qa b\\E", "\\x61 b", "[a] b", "[]a] b", "[^]b] b", "[[:alpha:]] b", "[\\]a] b"
            })
    void aSpaceMeansWhiteSpaceOfAnyKindAndLength(String expression) {
        for (var space :
                new String[] {" ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u2028", "\u0085", "\u001c"}) {
            assertThat(matches(expression, "a" + space + "b")).as(space).isTrue();
        }
        assertThat(matches(expression, "ab")).isFalse();
        assertThat(matches(expression, "a_b")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\\ b", "a[ ]b", "a[] ]b", "a[^_\t]b", "a[[:punct:] ]b", "a\\x20b", "a[\\] ]b", "\\Qa\\E[ ]b"})
    void aSpaceThatIsMeantAsOneStaysOne(String expression) {
        assertThat(matches(expression, "a b")).isTrue();
        assertThat(matches(expression, "a  b")).isFalse();
        assertThat(matches(expression, "a\tb")).isFalse();
    }

    /// Within quotation a bracket and a backslash are themselves.
    @ParameterizedTest
    @ValueSource(strings = {"[ ]", "\\d ", "[:", "\\ x"})
    void quotedTextIsItself(String text) {
        assertThat(matches("\\Q" + text + "\\E", text)).isTrue();
        assertThat(matches("\\Q" + text + "\\E", text.replace(" ", "\t"))).isTrue();
        assertThat(matches("\\Q" + text + "\\E z", text + "\tz")).isTrue();
    }
}
