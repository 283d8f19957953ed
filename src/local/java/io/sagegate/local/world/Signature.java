package io.sagegate.local.world;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Computes the Signature Version 4 that a request must have.
///
/// @param headers the request's headers by lower-case name
/// @param signed the names of the signed ones, in the order the caller gave
@SuppressWarnings("ArrayRecordComponent") // never compared
record Signature(String method, URI uri, Map<String, String> headers, List<String> signed, byte[] body) {
    byte[] calculate(String secret, String dateTime, String region, String service) {
        return calculate(secret, dateTime, region, service, canonical());
    }

    /// The signature of a canonical request, whatever service made it canonical.
    static byte[] calculate(String secret, String dateTime, String region, String service, String canonical) {
        String day = dateTime.substring(0, 8);
        String scope = String.join("/", day, region, service, "aws4_request");
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", dateTime, scope, sha256(utf8(canonical)));
        byte[] key = utf8("AWS4" + secret);
        for (String step : List.of(day, region, service, "aws4_request", toSign)) {
            key = hmac(key, step);
        }
        return key;
    }

    private String canonical() {
        String lines = signed.stream()
                .map(name -> name + ":" + headers.getOrDefault(name, "").strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                method,
                canonicalPath(uri.getRawPath()),
                canonicalQuery(Optional.ofNullable(uri.getRawQuery()).orElse("")),
                lines,
                String.join(";", signed),
                headers.getOrDefault("x-amz-content-sha256", sha256(body)));
    }

    static String canonicalQuery(String query) {
        return query.isEmpty()
                ? ""
                : Arrays.stream(query.split("&"))
                        .map(pair -> pair.contains("=") ? pair : pair + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
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

    private static byte[] hmac(byte[] key, String data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(data));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
