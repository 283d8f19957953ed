package io.sagegate.aws.call;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key that signs one day's requests to one service. Thread-safe. It is a secret.
///
/// Source: IAM User Guide, "Create a signed AWS API request", derivation of the signing key.
final class SigningKey {
    private static final String HMAC = "HmacSHA256";
    private static final String END = "aws4_request";

    private final Credentials credentials;
    private final String day;
    private final String scope;

    /// Never used directly: a copy of it costs less than a new one.
    private final Mac fresh;

    private SigningKey(Credentials credentials, String day, String scope, Mac fresh) {
        this.credentials = credentials;
        this.day = day;
        this.scope = scope;
        this.fresh = fresh;
    }

    /// @param day such as `20150830`
    static SigningKey of(Credentials credentials, String day, Service service) {
        var key = utf8("AWS4" + credentials.secretAccessKey());
        for (var part : new String[] {day, service.region(), service.name(), END}) {
            key = keyed(key).doFinal(utf8(part));
        }
        var scope = day + "/" + service.region() + "/" + service.name() + "/" + END;
        return new SigningKey(credentials, day, scope, keyed(key));
    }

    boolean isOf(Credentials others, String otherDay) {
        return day.equals(otherDay) && credentials.equals(others);
    }

    /// The day, region and service of the key, as signatures name them.
    String scope() {
        return scope;
    }

    byte[] sign(String text) {
        try {
            return ((Mac) fresh.clone()).doFinal(utf8(text));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java platform can copy " + HMAC, e);
        }
    }

    /// Shows what the key is good for, and nothing else of it.
    @Override
    public String toString() {
        return "SigningKey[" + scope + "]";
    }

    private static Mac keyed(byte[] key) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
