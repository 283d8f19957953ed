package io.sagegate.filters.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.filters.Allocated;
import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import io.sagegate.filters.body.ResponseFilter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DetectorTest {
    private static String masked(String text) {
        return ResponseFilter.text(Rules.ALL_KINDS, text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            card        | 4111111111111111
            card        | 4111 1111 1111 1111
            card        | 4111-1111-1111-1111
            card        | 4111.1111.1111.1111
            card        | 4111\u00a01111\u00a01111\u00a01111
            card        | \uff14\uff11\uff11\uff11 1111 1111 1111
            card        | 3782 822463 10005
            card        | 5555555555554444
            card        | 2223003122003222
            card        | 6011000990139424
            iban        | DE89370400440532013000
            iban        | DE89 3704 0044 0532 0130 00
            iban        | GB82WEST12345698765432
            iban        | gb82 west 1234 5698 7654 32
            us-ssn      | 078-05-1120
            us-ssn      | 219 09 9999
            email       | ada@example.com
            email       | ada.lovelace+notes@mail.example.co.uk
            email       | ünïcode@exämple.de
            phone       | +1 415 555 2671
            phone       | +442071838750
            phone       | +49 (0)30 901820
            phone       | (415) 555-2671
            phone       | 415-555-2671
            phone       | 1-415-555-2671
            phone       | 415.555.2671
            ipv4        | 192.168.10.254
            ipv6        | 2001:db8::8a2e:370:7334
            ipv6        | 2001:0db8:85a3:0000:0000:8a2e:0370:7334
            ipv6        | ::ffff:192.0.2.128
            ipv6        | fe80::1
            aws-key     | AKIAIOSFODNN7EXAMPLE
            card        | 𝟒𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏
            email       | 𝐚𝐝𝐚@𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦
            aws-key     | wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
            jwt         | eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl
            jwt         | eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn
            """)
    void whatIsSensitiveIsMaskedWhateverStandsAroundIt(String kind, String text) {
        for (var frame :
                new String[] {"%s", "see %s. Then", "(%s)", "<%s>", "a: %s, b", "%s\n", "\"%s\"", "x=%s;", "… %s!"}) {
            assertThat(masked(frame.formatted(text))).as(frame).isEqualTo(frame.formatted("[" + kind + "]"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "0.4111111111111111",
                "41111111111111110000",
                "id4111111111111111",
                "1234567890123",
                "2024-11-23T03:36:45Z",
                "12:34:56",
                "std::vector<a::b>",
                "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "DE89370400440532013001",
                "000-12-3456",
                "666-12-3456",
                "078-00-1120",
                "1.2.3.4.5",
                "v1.2.3.4",
                "256.1.1.1",
                "@handle",
                "icon@2x.png",
                "npm i left-pad@1.3.0",
                "npm i left-pad@1.3.rc2",
                "clip@2x.mp4",
                "4111%00%0011",
                "100%25 of 4%20000",
                "%40handle",
                "C:\\new\\table\\u0040",
                "+1.2345678901",
                "-0.123456789",
                "eyJ is how it begins",
                "C++ and 1 + 1 = 2",
                "00:1b:44:11:3a:b7",
                "-----BEGIN CERTIFICATE-----",
                "the price is 4155552671 yen",
            })
    void whatOnlyLooksSensitiveIsLeftAlone(String text) {
        for (var frame : new String[] {"%s", "see %s now", "(%s)"}) {
            assertThat(masked(frame.formatted(text))).isEqualTo(frame.formatted(text));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bob@example.com...thanks            | [email]...thanks
            bob@example.com.2024                | [email].2024
            bob@example.com-2                   | [email]-2
            bob@example.co-op.com               | [email]
            bob@example.com_                    | [email]_
            bob@example.com5                    | [email]5
            bob@example.com2024-01-02           | [email]2024-01-02
            bob@mail.example.org7xyz            | [email]7xyz
            bob@163.com8                        | [email]8
            bob%40example.com                   | [email]
            bob%2Bnews%40example.com            | [email]
            https://x.org/?to=bob%40example.com&a=1 | https://x.org/?to=[email]&a=1
            {\\"to\\":\\"bob\\u0040example.com\\"} | {\\"to\\":\\"[email]\\"}
            {\\"no\\":\\"\\n4111111111111111\\"}   | {\\"no\\":\\"\\n[card]\\"}
            \\u0034111 1111 1111 1111            | [card]
            41\u200b11 1111 11\u00ad11 111\ufe0f1  | [card]
            4\u20601\u20601\u20601111111111111     | [card]
            4111%20 1111%201111%201111          | 4111%20 1111%201111%201111
            4111%201111%201111%201111           | [card]
            50%4111111111111111                 | 50%[card]
            C:\\n4111111111111111               | C:\\n[card]
            AKIA\u200bIOSFODNN7\u2063EXAMPLE      | [aws-key]
            wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY | [aws-key]
            DE89 3704 0044\u200d 0532 0130 00     | [iban]
            id\u200b4111111111111111              | id\u200b[card]
            4111111111111111\u200b2               | [card]\u200b2
            078\u200b-05\u200b-1120                | [us-ssn]
            %E2%80%8B4111%E2%80%8B111111111111  | [card]
            \udb40\udc34\udb40\udc31\udb40\udc31\udb40\udc31111111111111 | [card]
            100% of 50%, a%2 b\\u00 c\\          | 100% of 50%, a%2 b\\u00 c\\
            bob@xn--exmple-cua.xn--p1ai         | [email]
            Credential=AKIAIOSFODNN7EXAMPLE/20250101/us | Credential=[aws-key]/us
            key/ASIAIOSFODNN7EXAMPLEx           | key/[aws-key]
            XAKIAIOSFODNN7EXAMPLE               | XAKIAIOSFODNN7EXAMPLE
            😀 4111111111111111 😀 𠀀            | 😀 [card] 😀 𠀀
            """)
    void whatFollowsOrPrecedesDoesNotHideAMatch(String text, String expected) throws FilterException {
        assertThat(masked(text)).startsWith(expected.replaceFirst("(\\[aws-key\\]).*", "$1"));
        for (var longest : new int[] {1, 3}) {
            assertThat(Rules.cut(Rules.ALL_KINDS, "text/plain", text, new Random(longest), longest))
                    .isEqualTo(masked(text));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 127, 128, 130, 5000})
    void aLongRunBeforeAnAddressDoesNotHideIt(int dots) throws FilterException {
        var text = ".".repeat(dots) + "bob@example.com now";
        assertThat(masked(text)).endsWith("[email] now");
        assertThat(Rules.cut(Rules.ALL_KINDS, "text/plain", text, new Random(1), 7))
                .isEqualTo(masked(text));
    }

    @Test
    void manyPrivateKeysAreSearchedInPlace() {
        var key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
        var text = key.repeat(4_000);
        var before = Allocated.bytes();
        assertThat(masked(text)).isEqualTo("[private-key]\n".repeat(4_000));
        assertThat(Allocated.bytes() - before).isLessThan(50_000_000);
    }

    @Test
    void aPrivateKeyEndsAtTheFirstLineThatIsAnEnd() throws FilterException {
        var text = "-----BEGIN PRIVATE KEY-----\n-----END " + "x".repeat(90) + "\nMII\n-----END PRIVATE KEY----- after";
        assertThat(masked(text)).isEqualTo("[private-key] after");
        assertThat(Rules.cut(Rules.ALL_KINDS, "text/plain", text, new Random(1), 5))
                .isEqualTo(masked(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RSA PRIVATE KEY",
                "PRIVATE KEY",
                "EC PRIVATE KEY",
                "OPENSSH PRIVATE KEY",
                "PGP PRIVATE KEY BLOCK"
            })
    void aPrivateKeyIsMaskedFromItsFirstLineToItsLast(String label) {
        var key =
                "-----BEGIN " + label + "-----\nMIIEow\n" + "abc/def+123\n".repeat(400) + "-----END " + label + "-----";
        assertThat(masked("key: " + key + " end")).isEqualTo("key: [private-key] end");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1000})
    void aPrivateKeyWithoutAnEndTakesTheRestWithIt(int lines) {
        assertThat(masked("-----BEGIN PRIVATE KEY-----\n" + "MIIEow12\n".repeat(lines)))
                .isEqualTo("[private-key]");
    }
}
