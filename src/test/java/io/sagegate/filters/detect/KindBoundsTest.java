package io.sagegate.filters.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.Rules;
import io.sagegate.filters.body.ResponseFilter;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The first and the last text that a kind takes, and the next one on either side that it does not.
final class KindBoundsTest {
    /// Masks one kind alone, whole and a character at a time: always the same.
    private static String masked(String kind, String text) throws FilterException {
        var rules = Rules.mask(kind);
        var whole = ResponseFilter.text(rules, text);
        assertThat(Rules.cut(rules, "text/plain", text, new Random(1), 1)).isEqualTo(whole);
        return whole;
    }

    /// A number of so many digits that begins like this and has the check digit of its kind.
    private static String card(String prefix, int digits) {
        var number = prefix + "0".repeat(digits - 1 - prefix.length());
        var sum = 0;
        for (var i = 0; i < number.length(); i++) {
            var digit = number.charAt(number.length() - 1 - i) - '0';
            var weighed = i % 2 == 0 ? 2 * digit : digit;
            sum += weighed / 10 + weighed % 10;
        }
        return number + (10 - sum % 10) % 10;
    }

    @ParameterizedTest
    @CsvSource({
        "2221, 16, 16",
        "2720, 16, 16",
        "51, 16, 16",
        "55, 16, 16",
        "50, 13, 19",
        "56, 13, 19",
        "59, 13, 19",
        "34, 15, 15",
        "37, 15, 15",
        "36, 14, 19",
        "38, 14, 19",
        "39, 14, 19",
        "3000, 14, 19",
        "3095, 14, 19",
        "3528, 16, 19",
        "3589, 16, 19",
        "6011, 13, 19",
        "60, 13, 19",
        "62, 13, 19",
        "63, 13, 19",
        "64, 13, 19",
        "65, 13, 19",
        "67, 13, 19"
    })
    void aCardHasAnIssuersPrefixAndALengthOfThatIssuer(String prefix, int shortest, int longest)
            throws FilterException {
        for (var digits = 12; digits <= 20; digits++) {
            var number = card(prefix, digits);
            var is = digits >= shortest && digits <= longest;
            assertThat(masked("card", number)).as(number).isEqualTo(is ? "[card]" : number);
            var wrong = number.substring(0, digits - 1) + (number.charAt(digits - 1) == '0' ? '5' : '0');
            assertThat(masked("card", wrong)).isEqualTo(wrong);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 16, 19})
    void aCardThatBeginsWithFourHasOneOfThreeLengths(int digits) throws FilterException {
        assertThat(masked("card", card("4", digits))).isEqualTo("[card]");
        assertThat(masked("card", card("4", digits + 1))).isEqualTo(card("4", digits + 1));
        assertThat(masked("card", card("4", digits - 1))).isEqualTo(card("4", digits - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2220", "2721", "30961", "3527", "3590", "35", "33", "61", "66", "68", "69", "7", "8"})
    void aPrefixThatNobodyIssuesIsNoCard(String prefix) throws FilterException {
        for (var digits = 13; digits <= 19; digits++) {
            var number = card(prefix, digits);
            assertThat(masked("card", number)).isEqualTo(number);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "card    | 4111 1111 1111 1111 22   | [card] 22",
                "card    | 4111-1111 1111-1111      | 4111-1111 1111-1111",
                "card    | 41 11 11 11 11 11 11 11  | 41 11 11 11 11 11 11 11",
                "card    | 411 111 111 111 111 1    | [card]",
                "card    | 4111111111111111é        | 4111111111111111é",
                "card    | 4111111111111111_        | 4111111111111111_",
                "card    | .4111111111111111        | .[card]",
                "card    | 1.4111111111111111       | 1.4111111111111111",
                "us-ssn  | 001-01-0001              | [us-ssn]",
                "us-ssn  | 899-99-9999              | [us-ssn]",
                "us-ssn  | 665 01 0001              | [us-ssn]",
                "us-ssn  | 667 01 0001              | [us-ssn]",
                "us-ssn  | 900-01-0001              | 900-01-0001",
                "us-ssn  | 078-05-0000              | 078-05-0000",
                "us-ssn  | 078-05 1120              | 078-05 1120",
                "us-ssn  | 078 05-1120              | 078 05-1120",
                "us-ssn  | 078/05/1120              | 078/05/1120",
                "us-ssn  | 1-078-05-1120            | 1-078-05-1120",
                "us-ssn  | 1.078-05-1120            | 1.078-05-1120",
                "us-ssn  | 078-05-1120-1            | 078-05-1120-1",
                "us-ssn  | 078-05-11201             | 078-05-11201",
                "us-ssn  | 078-05-112               | 078-05-112",
                "us-ssn  | 078-05-1120.             | [us-ssn].",
                "iban    | NO93 8601 1117 947       | [iban]",
                "iban    | NO93-8601-1117-947       | [iban]",
                "iban    | NO93  8601 1117 947      | NO93  8601 1117 947",
                "iban    | NO9 38601 1117 947       | NO9 38601 1117 947",
                "iban    | NO938601111794           | NO938601111794",
                "iban    | NO93860111179470         | NO93860111179470",
                "iban    | NO9386011117947é         | NO9386011117947é",
                "iban    | NO93_8601_1117_947       | NO93_8601_1117_947",
                "iban    | xNO9386011117947         | xNO9386011117947",
                "iban    | ZZ9386011117947          | ZZ9386011117947",
                "iban    | MT84MALT011000012345MTLCAST001S | [iban]",
                "ipv4    | 0.0.0.0                  | [ipv4]",
                "ipv4    | 255.255.255.255          | [ipv4]",
                "ipv4    | 10.9.10.99               | [ipv4]",
                "ipv4    | 256.0.0.1                | 256.0.0.1",
                "ipv4    | 1.2.3.256                | 1.2.3.256",
                "ipv4    | 01.2.3.4                 | 01.2.3.4",
                "ipv4    | 1.2.3.04                 | 1.2.3.04",
                "ipv4    | 1.2.3                    | 1.2.3",
                "ipv4    | 1..2.3                   | 1..2.3",
                "ipv4    | 1.2.3.                   | 1.2.3.",
                "ipv4    | 1.2.3.4.                 | [ipv4].",
                "ipv4    | 1.2.3.4.x                | [ipv4].x",
                "ipv4    | 1.2.3.4.5                | 1.2.3.4.5",
                "ipv4    | 1.2.3.4x                 | 1.2.3.4x",
                "ipv4    | -1.2.3.4                 | -1.2.3.4",
                "ipv4    | .1.2.3.4                 | .1.2.3.4",
                "ipv6    | 1:2:3:4:5:6:7:8          | [ipv6]",
                "ipv6    | 1:2:3:4:5:6:7            | 1:2:3:4:5:6:7",
                "ipv6    | 1:2:3:4:5:6:7:8:9        | 1:2:3:4:5:6:7:8:9",
                "ipv6    | 1:2:3:4:5:6:1.2.3.4      | [ipv6]",
                "ipv6    | 1:2:3:4:5:6:7:1.2.3.4    | 1:2:3:4:5:6:7:1.2.3.4",
                "ipv6    | 1:2:3:4:5:6:1.2.3.400    | 1:2:3:4:5:6:1.2.3.400",
                "ipv6    | 1::8                     | [ipv6]",
                "ipv6    | ::1                      | [ipv6]",
                "ipv6    | 1::                      | [ipv6]",
                "ipv6    | ::                       | ::",
                "ipv6    | 1:2:3::5:6:7:8           | [ipv6]",
                "ipv6    | 1:2:3:4::5:6:7:8         | 1:2:3:4::5:6:7:8",
                "ipv6    | 1::2::3                  | 1::2::3",
                "ipv6    | a::b                     | a::b",
                "ipv6    | a::0                     | [ipv6]",
                "ipv6    | a::9                     | [ipv6]",
                "ipv6    | a:b::c                   | a:b::c",
                "ipv6    | a:b::c:d                 | [ipv6]",
                "ipv6    | fe80::12345              | fe80::12345",
                "ipv6    | fe80::1g                 | fe80::1g",
                "ipv6    | fe80::1.                 | [ipv6].",
                "ipv6    | fe80::1:                 | [ipv6]:",
                "ipv6    | .fe80::1                 | .fe80::1",
                "phone   | +12345678                | [phone]",
                "phone   | +1234567                 | +1234567",
                "phone   | +123456789012345         | [phone]",
                "phone   | +1234567890123456        | +1234567890123456",
                "phone   | +12345678 901234567      | [phone] 901234567",
                "phone   | +02345678                | +02345678",
                "phone   | +1 (23) 456/78.90        | [phone]",
                "phone   | +1  2345678              | [phone]",
                "phone   | +1   2345678             | +1   2345678",
                "phone   | +12345678x               | +12345678x",
                "phone   | ++12345678               | ++12345678",
                "phone   | +1.2345678               | +1.2345678",
                "phone   | 200-200-0000             | [phone]",
                "phone   | 199-200-0000             | 199-200-0000",
                "phone   | 200-199-0000             | 200-199-0000",
                "phone   | (200)200-0000            | [phone]",
                "phone   | (200) 200-0000           | [phone]",
                "phone   | 1 200 200 0000           | [phone]",
                "phone   | 1.200.200.0000           | [phone]",
                "phone   | 200-200-00000            | 200-200-00000",
                "phone   | 200-200-0000-1           | 200-200-0000-1",
                "phone   | 200-200 0000             | 200-200 0000",
                "phone   | 200-200-000              | 200-200-000",
                "phone   | -200-200-0000            | -200-200-0000",
                "email   | a@b.de                   | [email]",
                "email   | a@b.d                    | a@b.d",
                "email   | a@b                      | a@b",
                "email   | a@-b.de                  | a@-b.de",
                "email   | a@.de                    | a@.de",
                "email   | a@b..de                  | a@b..de",
                "email   | a@b_c.de                 | a@b_c.de",
                "email   | a@b.xn--p1ai             | [email]",
                "email   | a@b.xn--p1ai-            | [email]-",
                "email   | a@2x.PNG                 | a@2x.PNG",
                "email   | a@1.0.rc1                | a@1.0.rc1",
                "email   | a@x.0.rc1                | [email]1",
                "jwt     | eyJabcdefg.x             | [jwt]",
                "jwt     | eyJabcdef.x              | eyJabcdef.x",
                "jwt     | eyJabcdefg.              | eyJabcdefg.",
                "jwt     | eyJabcdefg. x            | eyJabcdefg. x",
                "jwt     | eyJabcdefg..x            | [jwt]",
                "jwt     | eyJabcdefg.x.            | [jwt].",
                "jwt     | eyJabcdefg.x.y-_z w      | [jwt] w",
                "jwt     | -eyJabcdefg.x            | -eyJabcdefg.x",
                "jwt     | eyjabcdefg.x             | eyjabcdefg.x"
            })
    void aKindEndsWhereItsDefinitionSays(String kind, String text, String expected) throws FilterException {
        assertThat(masked(kind, text)).isEqualTo(expected);
        assertThat(masked(kind, "» " + text + " «")).isEqualTo("» " + expected + " «");
    }

    @ParameterizedTest
    @CsvSource({"63, true", "64, false"})
    void aLabelOfADomainIsBounded(int length, boolean is) throws FilterException {
        var text = "a@b." + "c".repeat(length);
        assertThat(masked("email", text)).isEqualTo(is ? "[email]" : text);
    }

    @ParameterizedTest
    @CsvSource({"2048, false", "2049, true"})
    void aRunWithoutADotIsATokenOnceNoWordIsSoLong(int length, boolean is) throws FilterException {
        var text = "eyJ" + "a".repeat(length - 3);
        assertThat(masked("jwt", text)).isEqualTo(is ? "[jwt]" : text);
    }

    @ParameterizedTest
    @CsvSource({
        "AKIAIOSFODNN7EXAMPL, false",
        "AKIAIOSFODNN7EXAMPLE, true",
        "AKIAIOSFODNN7EXAMPLEA, false",
        "ASIAIOSFODNN7EXAMPLE, true",
        "AKIBIOSFODNN7EXAMPLE, false",
        "BKIAIOSFODNN7EXAMPLE, false",
        "AKIAIOSFODNN7eXAMPLE, false",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY, true",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE, false",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEYA, false",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE=, false",
        "wJalrXUtnFEMI/KxMDENG/bPxRfiCYEXAMPLEKEY, false",
        "w/a/r/U/n/EMI/K7MDENG/bPxRfiCYEXAMPLEKEY, false"
    })
    void anAwsKeyHasItsLengthAndIsMixed(String text, boolean is) throws FilterException {
        assertThat(masked("aws-key", text)).isEqualTo(is ? "[aws-key]" : text);
    }

    @ParameterizedTest
    @CsvSource({
        "ABCD, abcd1, true",
        "ABC, abcd1, false",
        "ABCD, abc1, false",
        "ABCD, abcd, false",
        "ABCD, abcd1////, true",
        "ABCD, abcd1/////, false"
    })
    void aSecretHasFourOfEachCaseADigitAndFewSlashes(String upper, String others, boolean is) throws FilterException {
        var fill = upper.length() < 4 ? "e" : "E";
        var text = upper + fill.repeat(40 - upper.length() - others.length()) + others;
        assertThat(masked("aws-key", text)).isEqualTo(is ? "[aws-key]" : text);
    }

    @ParameterizedTest
    @CsvSource({"IQoJ, 100, true", "FwoG, 100, true", "IQoJ, 99, false", "XQoJ, 100, false"})
    void aSessionTokenIsKnownByItsBeginningAndLength(String head, int length, boolean is) throws FilterException {
        var text = head + "b".repeat(length - head.length());
        assertThat(masked("aws-key", text)).isEqualTo(is ? "[aws-key]" : text);
    }

    @ParameterizedTest
    @CsvSource({
        "-----BEGIN PRIVATE KEY-----, true",
        "-----BEGIN X PRIVATE KEY 2-----, true",
        "----BEGIN PRIVATE KEY-----, false",
        "-----BEGIN PRIVATE  KEY-----, false",
        "-----BEGIN private key-----, false",
        "-----BEGIN PUBLIC KEY-----, false"
    })
    void aPrivateKeyBeginsWithItsLabel(String begin, boolean is) throws FilterException {
        var text = begin + "\nMII\n-----END PRIVATE KEY-----";
        assertThat(masked("private-key", text)).isEqualTo(is ? "[private-key]" : text);
    }

    @ParameterizedTest
    @CsvSource({"47, true", "48, false"})
    void theLabelOfAPrivateKeyIsBounded(int length, boolean is) throws FilterException {
        var text = "-----BEGIN " + "X".repeat(length - "PRIVATE KEY".length()) + "PRIVATE KEY-----\nMII";
        assertThat(masked("private-key", text)).isEqualTo(is ? "[private-key]" : text);
    }
}
