package io.sagegate.local.world;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signature Version 4 as AWS's front door checks it: form, scope, age, and where the secret is known the signature.
final class SigV4 {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 +"
            + "Credential=(?<key>[A-Za-z0-9]+)/(?<date>\\d{8})/(?<region>[a-z0-9-]+)/(?<service>[a-z0-9-]+)/aws4_request"
            + ", *SignedHeaders=(?<headers>[a-z0-9;-]+), *Signature=(?<signature>[0-9a-f]{64})");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final String SERVICE = "sagemaker";

    private final FrontSettings settings;

    SigV4(FrontSettings settings) {
        this.settings = settings;
    }

    /// Whose request it is, or why it is refused.
    sealed interface Verdict {
        record Signed(String accessKey) implements Verdict {}

        record Refused(RuntimeError error) implements Verdict {}
    }

    Verdict verify(String method, URI uri, Map<String, String> headers, byte[] body) {
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
        String key = parts.group("key");
        String secret = settings.secretsByAccessKey().get(key);
        if (secret == null) {
            return settings.secretsByAccessKey().isEmpty()
                    ? new Verdict.Signed(key)
                    : refused("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        String scope = String.join("/", parts.group("date"), parts.group("region"), SERVICE, "aws4_request");
        String toSign = String.join(
                "\n", "AWS4-HMAC-SHA256", date, scope, sha256(utf8(canonical(method, uri, headers, signed, body))));
        byte[] expected = signature(secret, parts, toSign);
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
        if (!parts.group("service").equals(SERVICE)) {
            return invalid("Credential should be scoped to correct service: '" + SERVICE + "'.");
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

    private static String canonical(
            String method, URI uri, Map<String, String> headers, List<String> signed, byte[] body) {
        String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
        String sortedQuery = query.isEmpty()
                ? ""
                : Arrays.stream(query.split("&"))
                        .map(pair -> pair.contains("=") ? pair : pair + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
        String lines = signed.stream()
                .map(name -> name + ":" + headers.getOrDefault(name, "").strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                method,
                canonicalPath(uri.getRawPath()),
                sortedQuery,
                lines,
                String.join(";", signed),
                headers.getOrDefault("x-amz-content-sha256", sha256(body)));
    }

    /// Every service but S3 signs the path encoded once more than it is sent.
    private static String canonicalPath(String rawPath) {
        return Arrays.stream(rawPath.split("/", -1))
                .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A")
                        .replace("%7E", "~"))
                .collect(Collectors.joining("/"));
    }

    private static byte[] signature(String secret, Matcher parts, String toSign) {
        byte[] key = utf8("AWS4" + secret);
        for (String step : List.of(parts.group("date"), parts.group("region"), SERVICE, "aws4_request", toSign)) {
            key = hmac(key, step);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(data));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<Verdict> invalid(String message) {
        return Optional.of(refused("InvalidSignatureException", message));
    }

    private static Verdict refused(String type, String message) {
        return new Verdict.Refused(RuntimeError.door(403, type, message));
    }
}
