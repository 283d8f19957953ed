package io.sagegate.aws.call;

import io.sagegate.kit.Sha256;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;

/// Signs requests and their bodies with Signature Version 4. Thread-safe.
///
/// The Common Runtime has a signer too, which takes three times the CPU for a small request: it derives the key anew,
/// and crosses from Java to native code and back for the body and the fields.
///
/// Source: IAM User Guide, "Create a signed AWS API request".
final class Signer {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private final Service service;
    private final InstantSource clock;
    private final Skew skew;
    private volatile @Nullable SigningKey last;

    Signer(Service service, InstantSource clock, Skew skew) {
        this.service = service;
        this.clock = clock;
        this.skew = skew;
    }

    HttpRequest signed(Outgoing request, Credentials credentials) {
        var time = time();
        var key = key(credentials, time);
        var hash = request.hash().orElseGet(() -> Sha256.hex(request.body()));
        var headers = request.headers(service.origin());
        headers.add(new HttpHeader("X-Amz-Date", time));
        if (credentials.sessionToken().isPresent()) {
            headers.add(new HttpHeader(
                    "X-Amz-Security-Token", credentials.sessionToken().get()));
        }
        if (isS3()) {
            headers.add(new HttpHeader("x-amz-content-sha256", hash));
        }
        var canonical = CanonicalRequest.of(request.method(), path(request.path()), "", headers, hash);
        headers.add(new HttpHeader(
                "Authorization",
                ALGORITHM + " Credential=" + credentials.accessKeyId() + "/" + key.scope() + ", SignedHeaders="
                        + canonical.names() + ", Signature=" + signature(canonical, key, time)));
        return request.with(headers);
    }

    /// Path and query of a request that somebody else makes; its body is not signed.
    String presigned(String method, String path, Fields fields, Credentials credentials, Duration life) {
        var time = time();
        var key = key(credentials, time);
        List<HttpHeader> headers = new ArrayList<>();
        fields.addTo(headers);
        headers.add(new HttpHeader("Host", service.origin().authority()));
        var query = "X-Amz-Algorithm=" + ALGORITHM
                + "&X-Amz-Credential=" + UriText.encoded(credentials.accessKeyId() + "/" + key.scope())
                + "&X-Amz-Date=" + time
                + "&X-Amz-Expires=" + life.toSeconds()
                + credentials
                        .sessionToken()
                        .map(token -> "&X-Amz-Security-Token=" + UriText.encoded(token))
                        .orElse("")
                + "&X-Amz-SignedHeaders=" + UriText.encoded(CanonicalRequest.names(headers));
        var canonical = CanonicalRequest.of(method, path(path), query, headers, "UNSIGNED-PAYLOAD");
        return path + "?" + query + "&X-Amz-Signature=" + signature(canonical, key, time);
    }

    private static String signature(CanonicalRequest canonical, SigningKey key, String time) {
        var text = ALGORITHM + "\n" + time + "\n" + key.scope() + "\n" + Sha256.hex(canonical.text());
        return HexFormat.of().formatHex(key.sign(text));
    }

    /// The time of the signature, such as `20150830T123600Z`.
    private String time() {
        var at = LocalDateTime.ofEpochSecond(Math.floorDiv(clock.millis() + skew.millis(), 1_000L), 0, ZoneOffset.UTC);
        var date = at.getYear() * 10_000 + at.getMonthValue() * 100 + at.getDayOfMonth();
        var time = 1_000_000 + at.getHour() * 10_000 + at.getMinute() * 100 + at.getSecond();
        return date + "T" + Integer.toString(time).substring(1) + "Z";
    }

    /// The key of the day, which is derived once for as long as the same credentials sign.
    private SigningKey key(Credentials credentials, String time) {
        var day = time.substring(0, 8);
        var known = last;
        if (known == null || !known.isOf(credentials, day)) {
            known = SigningKey.of(credentials, day, service);
            last = known;
        }
        return known;
    }

    /// S3 takes a path as it is sent; every other service signs it encoded once more.
    private String path(String path) {
        if (path.indexOf('?') >= 0) {
            throw new IllegalArgumentException("a query is not signed");
        }
        return isS3() ? path : UriText.encodedPath(path);
    }

    private boolean isS3() {
        return service.name().equals("s3");
    }
}
