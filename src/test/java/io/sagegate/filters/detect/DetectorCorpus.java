package io.sagegate.filters.detect;

import io.sagegate.policy.obligation.SensitiveKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/// Generated texts for each kind: true ones in the ways that people and programs write them, and hard negatives that
/// look much like them. The same every time.
public final class DetectorCorpus {
    private static final List<String> FRAMES = List.of(
            "%s",
            "Please note %s.",
            "id=%s;",
            "(%s)",
            "\"%s\"",
            "the value %s was sent\n",
            "a,%s,b",
            "Ref: %s, thanks!",
            "<td>%s</td>",
            "{\\\"text\\\":\\\"%s\\\"}",
            "line\\n%s\\n",
            "?a=%s&b=100%25",
            "see %s / other");

    /// A text with the thing in it, or with something like it.
    record Sample(SensitiveKind kind, String thing, String text, boolean positive) {}

    private final Random random = new Random(20_261_123);

    /// `count` positives and as many negatives of each kind.
    public List<Sample> samples(int count) {
        var samples = new ArrayList<Sample>();
        for (var kind : SensitiveKind.values()) {
            for (var i = 0; i < count; i++) {
                samples.add(sample(kind, positive(kind), true));
                samples.add(sample(kind, negative(kind), false));
            }
        }
        return samples;
    }

    private Sample sample(SensitiveKind kind, String thing, boolean positive) {
        var written = positive && random.nextInt(3) == 0 ? disguised(thing) : thing;
        // A digit right after an address does not hide it, nor does the end of a line in a text that is itself JSON.
        var frames = positive && kind == SensitiveKind.EMAIL && random.nextInt(4) == 0
                ? List.of("%s7", "to %s2026!")
                : FRAMES;
        return new Sample(kind, written, one(frames).replace("%s", written), positive);
    }

    /// The same with an invisible character in it, in percent notation or with JSON's escapes.
    private String disguised(String thing) {
        var at = 1 + random.nextInt(thing.length() - 1);
        return switch (random.nextInt(4)) {
            case 0 ->
                thing.substring(0, at) + one(List.of("\u200b", "\u2060", "\u00ad", "\ufe0f")) + thing.substring(at);
            case 1 -> percent(thing);
            case 2 ->
                thing.substring(0, at)
                        + String.format(Locale.ROOT, "\\u%04x", (int) thing.charAt(at))
                        + thing.substring(at + 1);
            default -> thing.replace("/", "\\/").replace("\n", "\\n");
        };
    }

    /// As browsers write it into a URL's query.
    private static String percent(String thing) {
        var text = new StringBuilder();
        thing.chars()
                .forEach(c -> text.append(
                        Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0
                                ? Character.toString(c)
                                : String.format(Locale.ROOT, "%%%02X", c)));
        return text.toString();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String either(List<Supplier<String>> ways) {
        return one(ways).get();
    }

    private String digits(int count) {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) {
            text.append(random.nextInt(10));
        }
        return text.toString();
    }

    private String of(String alphabet, int count) {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private String positive(SensitiveKind kind) {
        return switch (kind) {
            case CARD -> grouped(card());
            case IBAN -> iban(true);
            case US_SSN -> ssn(one(List.of("-", "-", " ")));
            case EMAIL ->
                of("abcdefghijklmnop", 5) + one(List.of("", ".", "+", "_")) + of("xyz0123", 3) + "@" + of("abcdefgh", 6)
                        + one(List.of(".com", ".co.uk", ".de", ".museum", ".example.org"));
            case PHONE ->
                either(List.of(
                        () -> "+1 " + area() + " " + area() + " " + digits(4),
                        () -> "+44 20 7" + digits(3) + " " + digits(4),
                        () -> "+49" + (1 + random.nextInt(9)) + digits(10),
                        () -> "(" + area() + ") " + area() + "-" + digits(4),
                        () -> area() + "-" + area() + "-" + digits(4),
                        () -> area() + "." + area() + "." + digits(4)));
            case IPV4 -> octet() + "." + octet() + "." + octet() + "." + octet();
            case IPV6 ->
                either(List.of(
                        () -> "2001:db8:" + hex() + ":" + hex() + ":" + hex() + ":" + hex() + ":" + hex() + ":" + hex(),
                        () -> "fe80::1:" + hex(),
                        () -> "2001:db8::" + hex() + ":1"));
            case AWS_KEY ->
                either(List.of(
                        () -> one(List.of("AKIA", "ASIA")) + of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16), this::secret));
            case JWT ->
                base64Url("{\"alg\":\"RS256\",\"kid\":\"" + digits(4) + "\"}") + "."
                        + base64Url("{\"sub\":\"" + of("abcdef", 8) + "\"}") + "." + of("abcXYZ019-_", 86);
            case PRIVATE_KEY -> {
                var label = one(List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"));
                yield "-----BEGIN " + label + "-----\n" + of("abcXYZ019+/", 64) + "\n-----END " + label + "-----";
            }
        };
    }

    private String negative(SensitiveKind kind) {
        return switch (kind) {
            case CARD ->
                either(List.of(
                        () -> broken(card()),
                        () -> "0." + card(),
                        () -> "ORD" + card(),
                        () -> card() + digits(6),
                        () -> "20" + digits(12),
                        () -> "%20" + digits(8) + "%25",
                        () -> "9" + digits(15),
                        () -> "17" + digits(11),
                        // An order number of the form that issuers use and with the right check digit is a card's.
                        () -> random.nextInt(10) == 0 ? "order " + card() : "order " + broken(card())));
            case IBAN ->
                either(List.of(
                        () -> iban(false),
                        () -> "DE" + digits(10),
                        () -> "ZZ" + digits(20),
                        // One of 97 has the right check digits by chance.
                        () -> "DE" + digits(20),
                        () -> "PO" + digits(2) + " " + digits(4)));
            case US_SSN ->
                either(List.of(
                        () -> "000-" + digits(2) + "-" + digits(4),
                        () -> "9" + digits(2) + "-" + digits(2) + "-" + digits(4),
                        () -> digits(3) + "-" + digits(2) + "-" + digits(5),
                        () -> "2026-" + digits(2) + "-" + digits(2),
                        () -> "1-" + digits(3) + "-" + digits(2) + "-" + digits(4),
                        // A part's number may have the same form.
                        () -> random.nextInt(10) == 0 ? "part " + ssn("-") : "part " + digits(2) + "-" + digits(7)));
            case EMAIL ->
                either(List.of(
                        () -> "@" + of("abcdef", 7),
                        () -> of("abcdef", 5) + "@2x.png",
                        () -> of("abcdef", 5) + "@1." + digits(1) + ".rc" + digits(1),
                        () -> "%40" + of("abcdef", 7),
                        () -> "left-pad@" + digits(1) + "." + digits(1) + "." + digits(1),
                        () -> of("abcdef", 4) + " @ " + of("abcdef", 4),
                        () -> of("abcdef", 4) + "@localhost",
                        () -> "@" + of("abcdef", 6) + "(name=\"x.y\")",
                        () -> of("abcdef", 6) + "@" + of("0123456789abcdef", 12),
                        // A remote's address has the form of a mail address: counted as a miss of precision.
                        () -> random.nextInt(10) == 0 ? "git@github.com:acme/app.git" : "git://github.com/acme"));
            case PHONE ->
                either(List.of(
                        () -> digits(10),
                        () -> "+1." + digits(10),
                        () -> "2026-11-23 03:36",
                        () -> digits(3) + "-" + digits(2) + "-" + digits(3),
                        () -> "1" + digits(2) + "-0" + digits(2) + "-" + digits(4),
                        () -> digits(5) + "-" + digits(4),
                        () -> "23.11.2026 10:" + digits(2),
                        () -> "11/23/2026-" + digits(4),
                        () -> "978-3-16-" + digits(6) + "-" + digits(1),
                        () -> "+" + digits(3) + "." + digits(2) + " %",
                        // A part's number may have the same form.
                        () -> (random.nextInt(10) == 0 ? "part " : "part 0") + area() + "-" + area() + "-"
                                + digits(4)));
            case IPV4 ->
                either(List.of(
                        () -> "v" + random.nextInt(9) + ".1.2.3",
                        () -> "1.3.6.1.4.1." + digits(3),
                        () -> "300." + octet() + "." + octet() + "." + octet(),
                        () -> "1.2." + random.nextInt(20),
                        () -> "1.2.3-rc." + random.nextInt(20),
                        () -> "12.5.2026, " + digits(1) + ".5",
                        // A version of four parts has the form of an address.
                        () -> random.nextInt(10) == 0 ? "release 10.2.0.1" : "release 10.2.0"));
            case IPV6 ->
                either(List.of(
                        () -> "12:34:56",
                        () -> "std::vector",
                        () -> "00:1b:44:11:3a:b7",
                        () -> "a::b",
                        () -> hex() + ":" + hex(),
                        () -> hex() + ":" + hex() + ":" + hex() + ":" + hex(),
                        () -> "2026-11-23T10:30:" + digits(2) + ":" + digits(3)));
            case AWS_KEY ->
                either(List.of(
                        () -> of("0123456789abcdef", 40),
                        () -> "AKIA" + of("abcdefghij", 16),
                        () -> of("abcXYZ0123", 39),
                        () -> of("abcXYZ0123", 41),
                        () -> of("ABCDEFGHIJ0123", 20),
                        () -> of("ABCXYZabcxyz0123456789+/", 60 + random.nextInt(100)),
                        () -> of("ABCXYZabcxyz0123456789+/", 27) + "=",
                        () -> "sha256:" + of("0123456789abcdef", 64),
                        () -> "src/Main/" + of("ABCabc", 9) + "/v1/" + of("ABCabc", 14) + "/a/b/X",
                        // Thirty random bytes in base64 have the form of a secret access key.
                        () -> random.nextInt(10) == 0 ? secret() : of("abcdef", 40)));
            case JWT ->
                either(List.of(
                        () -> "eyJ" + of("abc", 5),
                        () -> base64Url("{\"a\":" + digits(6) + "}"),
                        () -> of("abc", 12) + "." + of("def", 20) + "." + of("ghi", 30),
                        () -> "com.example." + of("abc", 8)));
            case PRIVATE_KEY ->
                either(List.of(
                        () -> "-----BEGIN CERTIFICATE-----\n" + of("abcXYZ", 64) + "\n-----END CERTIFICATE-----",
                        () -> "-----BEGIN PUBLIC KEY-----",
                        () -> "-- BEGIN PRIVATE KEY --",
                        () -> "------------"));
        };
    }

    private String secret() {
        return "wA1z" + of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+", 32) + "Qb7y";
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private String area() {
        return (2 + random.nextInt(8)) + digits(2);
    }

    private String octet() {
        return Integer.toString(random.nextInt(256));
    }

    private String hex() {
        return Integer.toHexString(0x1000 + random.nextInt(0xe000));
    }

    private String ssn(String separator) {
        return String.format(
                Locale.ROOT,
                "%03d%s%02d%s%04d",
                1 + random.nextInt(600),
                separator,
                1 + random.nextInt(99),
                separator,
                1 + random.nextInt(9_999));
    }

    private String card() {
        var prefix = one(List.of("4", "51", "55", "2221", "34", "37", "6011", "3528", "36"));
        var length = prefix.startsWith("34") || prefix.startsWith("37") ? 15 : prefix.equals("36") ? 14 : 16;
        var body = prefix + digits(length - prefix.length() - 1);
        for (var check = 0; check < 10; check++) {
            if (CardDetector.isCard(body + check)) {
                return body + check;
            }
        }
        throw new IllegalStateException("one of ten check digits is right");
    }

    private static String broken(String card) {
        var last = card.charAt(card.length() - 1) - '0';
        return card.substring(0, card.length() - 1) + (last + 1) % 10;
    }

    private String grouped(String card) {
        if (card.length() != 16 || random.nextInt(3) == 0) {
            return card;
        }
        return String.join(one(List.of(" ", "-")), card.split("(?<=\\G.{4})"));
    }

    private String iban(boolean right) {
        var country = one(List.of("DE22", "FR27", "GB22", "NL18", "ES24", "NO15"));
        var bban = digits(Integer.parseInt(country.substring(2)) - 4);
        var letters = country.substring(0, 2);
        var number = new StringBuilder(bban);
        letters.chars().forEach(c -> number.append(c - 'A' + 10));
        var check =
                98 - new BigInteger(number + "00").mod(BigInteger.valueOf(97)).intValue();
        var iban = letters + String.format(Locale.ROOT, "%02d", right ? check : 2 + (check + 7) % 96) + bban;
        return random.nextBoolean() ? iban : String.join(" ", iban.split("(?<=\\G.{4})"));
    }
}
