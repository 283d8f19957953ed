package io.sagegate.local.world;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Signature Version 4 as S3 checks it, in the fields of a request or in its query.
final class S3Signature {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=(?<credential>[^,]+)"
            + ", *SignedHeaders=(?<headers>[a-z0-9;-]+), *Signature=(?<signature>[0-9a-f]{64})");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final long LONGEST_LIFE = 604_800;
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private final FrontSettings settings;

    S3Signature(FrontSettings settings) {
        this.settings = settings;
    }

    /// A request's statement of its signature.
    private record Claim(
            String credential, String date, List<String> headers, String signature, String query, String payload) {}

    /// Why S3 refuses the request: the code of its error.
    Optional<String> refusal(String method, URI uri, Map<String, String> headers, byte[] body) {
        Map<String, String> query = query(uri);
        Optional<Claim> claim =
                query.containsKey("X-Amz-Signature") ? Optional.of(presigned(uri, query)) : inFields(uri, headers);
        if (claim.isEmpty()) {
            return Optional.of("AccessDenied");
        }
        Optional<String> late = query.containsKey("X-Amz-Signature")
                ? expired(query)
                : skewed(claim.get().date());
        if (late.isPresent()) {
            return late;
        }
        return mismatch(claim.get(), method, uri, headers, body);
    }

    private static Claim presigned(URI uri, Map<String, String> query) {
        String signed = Arrays.stream(uri.getRawQuery().split("&", -1))
                .filter(pair -> !pair.startsWith("X-Amz-Signature="))
                .collect(Collectors.joining("&"));
        return new Claim(
                query.getOrDefault("X-Amz-Credential", ""),
                query.getOrDefault("X-Amz-Date", ""),
                List.of(query.getOrDefault("X-Amz-SignedHeaders", "").split(";")),
                query.getOrDefault("X-Amz-Signature", ""),
                signed,
                UNSIGNED);
    }

    private static Optional<Claim> inFields(URI uri, Map<String, String> headers) {
        Matcher parts = AUTHORIZATION.matcher(headers.getOrDefault("authorization", ""));
        return parts.matches() && headers.containsKey("x-amz-content-sha256")
                ? Optional.of(new Claim(
                        parts.group("credential"),
                        headers.getOrDefault("x-amz-date", ""),
                        List.of(parts.group("headers").split(";")),
                        parts.group("signature"),
                        Optional.ofNullable(uri.getRawQuery()).orElse(""),
                        headers.get("x-amz-content-sha256")))
                : Optional.empty();
    }

    private Optional<String> expired(Map<String, String> query) {
        Optional<Instant> at = instant(query.getOrDefault("X-Amz-Date", ""));
        String life = query.getOrDefault("X-Amz-Expires", "");
        if (at.isEmpty() || !life.matches("[0-9]{1,6}") || Long.parseLong(life) > LONGEST_LIFE) {
            return Optional.of("AuthorizationQueryParametersError");
        }
        Instant now = settings.clock().instant();
        boolean works = !now.isAfter(at.get().plusSeconds(Long.parseLong(life)))
                && !now.isBefore(at.get().minus(SKEW));
        return works ? Optional.empty() : Optional.of("AccessDenied");
    }

    private Optional<String> skewed(String date) {
        Optional<Instant> at = instant(date);
        boolean near = at.isPresent()
                && Duration.between(at.get(), settings.clock().instant()).abs().compareTo(SKEW) <= 0;
        return near ? Optional.empty() : Optional.of("RequestTimeTooSkewed");
    }

    private Optional<String> mismatch(Claim claim, String method, URI uri, Map<String, String> headers, byte[] body) {
        String[] scope = claim.credential().split("/", -1);
        boolean scoped = scope.length == 5
                && claim.date().startsWith(scope[1])
                && scope[2].equals(settings.region())
                && scope[3].equals("s3")
                && scope[4].equals("aws4_request");
        String secret = scoped ? settings.secretsByAccessKey().get(scope[0]) : null;
        if (secret == null) {
            return scoped && settings.strangers() ? Optional.empty() : Optional.of("InvalidAccessKeyId");
        }
        boolean all = claim.headers().contains("host")
                && headers.keySet().stream()
                        .filter(name -> name.startsWith("x-amz-"))
                        .allMatch(claim.headers()::contains);
        if (!all) {
            return Optional.of("AccessDenied");
        }
        byte[] expected = Signature.calculate(
                secret, claim.date(), settings.region(), "s3", canonical(claim, method, uri, headers));
        if (!MessageDigest.isEqual(
                expected,
                HexFormat.of().parseHex(claim.signature().matches("[0-9a-f]{64}") ? claim.signature() : ""))) {
            return Optional.of("SignatureDoesNotMatch");
        }
        return claim.payload().equals(UNSIGNED) || claim.payload().equals(Signature.sha256(body))
                ? Optional.empty()
                : Optional.of("XAmzContentSHA256Mismatch");
    }

    /// S3 takes the path as it is sent, encoded once.
    private static String canonical(Claim claim, String method, URI uri, Map<String, String> headers) {
        String lines = claim.headers().stream()
                .map(name -> name + ":" + headers.getOrDefault(name, "").strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                method,
                uri.getRawPath(),
                Signature.canonicalQuery(claim.query()),
                lines,
                String.join(";", claim.headers()),
                claim.payload());
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(DATE.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new TreeMap<>();
        String raw = Optional.ofNullable(uri.getRawQuery()).orElse("");
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
