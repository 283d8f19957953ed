package io.sagegate.identity;

import io.sagegate.kit.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// An API key: `sg_<id>_<secret><checksum>`, all of letters and digits.
///
/// The id (16 characters) finds the key's row, and the secret (43 characters, above 2^256 values) proves it. The
/// checksum is 6 characters: CRC-32 of the text before. It tells a typing error from a key that is no longer valid,
/// without a read of any table. The prefix is fixed so that secret scanners can find keys.
public final class ApiKey {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID = 16;
    private static final int SECRET = 43;
    private static final int CHECKSUM = 6;
    private static final Pattern SHAPE =
            Pattern.compile("sg_([0-9A-Za-z]{" + ID + "})_[0-9A-Za-z]{" + SECRET + "}([0-9A-Za-z]{" + CHECKSUM + "})");

    private final String id;
    private final String text;

    private ApiKey(String id, String text) {
        this.id = id;
        this.text = text;
    }

    /// Makes a new random key.
    public static ApiKey generate(SecureRandom random) {
        var id = random(random, ID);
        var body = ApiClient.KEY_PREFIX + id + "_" + random(random, SECRET);
        return new ApiKey(id, body + checksum(body));
    }

    /// Reads the key in a text; empty if its form or checksum is wrong.
    public static Optional<ApiKey> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var body = text.substring(0, text.length() - CHECKSUM);
        return checksum(body).equals(matcher.group(2))
                ? Optional.of(new ApiKey(matcher.group(1), text))
                : Optional.empty();
    }

    /// The key's public part, which lists, revocations and records show.
    public String id() {
        return id;
    }

    /// The whole key, for the one moment it is handed out.
    public String reveal() {
        return text;
    }

    /// The hash that is stored of the key: the SHA-256 of the whole text, in hex. A fast hash is enough, since the
    /// secret is random and cannot be guessed.
    public String hash() {
        return Sha256.hex(text);
    }

    @Override
    public String toString() {
        return "ApiKey[" + id + "]";
    }

    private static String random(SecureRandom random, int length) {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        var text = new char[CHECKSUM];
        var rest = BigInteger.valueOf(crc.getValue());
        for (var i = CHECKSUM - 1; i >= 0; i--) {
            var parts = rest.divideAndRemainder(BigInteger.valueOf(ALPHABET.length()));
            text[i] = ALPHABET.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(text);
    }
}
