package io.sagegate.local.world;

import java.net.URI;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks Signature Version 4 as AWS's front door does: form, scope, age, and, with a known secret, the signature.
public final class SigV4 {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 +"
            + "Credential=(?<key>[A-Za-z0-9]+)/(?<date>\\d{8})/(?<region>[a-z0-9-]+)/(?<service>[a-z0-9-]+)/aws4_request"
            + ", *SignedHeaders=(?<headers>[a-z0-9;-]+), *Signature=(?<signature>[0-9a-f]{64})");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final FrontSettings settings;
    private final String service;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    public SigV4(FrontSettings settings, String service) {
        this.settings = settings;
        this.service = service;
    }

    private record Session(String secret, String token) {}

    /// Accepts a session's key from now on, if its token comes with it.
    void learn(String accessKey, String secret, String token) {
        sessions.put(accessKey, new Session(secret, token));
    }

    /// The result of a check: the signer's key, or the reason of the refusal.
    public sealed interface Verdict {
        record Signed(String accessKey) implements Verdict {}

        record Refused(RuntimeError error) implements Verdict {}
    }

    public Verdict verify(String method, URI uri, Map<String, String> headers, byte[] body) {
        String authorization = headers.get("authorization");
        if (authorization == null) {
            return refused("MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        Matcher parts = AUTHORIZATION.matcher(authorization);
        if (!parts.matches()) {
            return refused(
                    "IncompleteSignatureException",
                    "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
        }
        String date = headers.getOrDefault("x-amz-date", "");
        List<String> signed = List.of(parts.group("headers").split(";"));
        Optional<Verdict> refusal = scope(parts, date, signed);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Session session = sessions.get(parts.group("key"));
        if (session != null && !session.token().equals(headers.get("x-amz-security-token"))) {
            return refused("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        return signature(parts, date, new Signature(method, uri, headers, signed, body));
    }

    private Verdict signature(Matcher parts, String date, Signature signature) {
        String key = parts.group("key");
        Session session = sessions.get(key);
        String secret = session != null
                ? session.secret()
                : settings.secretsByAccessKey().get(key);
        if (secret == null) {
            return settings.strangers()
                    ? new Verdict.Signed(key)
                    : refused("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        byte[] expected = signature.calculate(secret, date, parts.group("region"), service);
        return MessageDigest.isEqual(expected, HexFormat.of().parseHex(parts.group("signature")))
                ? new Verdict.Signed(key)
                : refused(
                        "InvalidSignatureException",
                        "The request signature we calculated does not match the signature you provided. Check your"
                                + " AWS Secret Access Key and signing method. Consult the service documentation for"
                                + " details.");
    }

    private Optional<Verdict> scope(Matcher parts, String date, List<String> signed) {
        if (!signed.contains("host") || !signed.contains("x-amz-date")) {
            return Optional.of(
                    refused("IncompleteSignatureException", "'host' and 'x-amz-date' must be signed headers."));
        }
        Instant at;
        try {
            at = DATE.parse(date, Instant::from);
        } catch (DateTimeException e) {
            return Optional.of(refused(
                    "IncompleteSignatureException", "Date must be in ISO-8601 'basic format'. Got '" + date + "'."));
        }
        if (!parts.group("service").equals(service)) {
            return invalid("Credential should be scoped to correct service: '" + service + "'.");
        }
        if (!parts.group("region").equals(settings.region())) {
            return invalid("Credential should be scoped to a valid region.");
        }
        if (!date.startsWith(parts.group("date"))) {
            return invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.");
        }
        return age(date, at);
    }

    private Optional<Verdict> age(String date, Instant at) {
        Instant now = settings.clock().instant();
        if (at.isBefore(now.minus(SKEW))) {
            return invalid("Signature expired: " + date + " is now earlier than " + DATE.format(now.minus(SKEW)) + " ("
                    + DATE.format(now) + " - 5 min.)");
        }
        if (at.isAfter(now.plus(SKEW))) {
            return invalid("Signature not yet current: " + date + " is still later than " + DATE.format(now.plus(SKEW))
                    + " (" + DATE.format(now) + " + 5 min.)");
        }
        return Optional.empty();
    }

    private static Optional<Verdict> invalid(String message) {
        return Optional.of(refused("InvalidSignatureException", message));
    }

    private static Verdict refused(String type, String message) {
        return new Verdict.Refused(RuntimeError.door(403, type, message));
    }
}
