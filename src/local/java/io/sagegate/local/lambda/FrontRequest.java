package io.sagegate.local.lambda;

import io.sagegate.local.http.Header;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A client's request as AWS's fronts see it.
record FrontRequest(
        String method,
        String rawPath,
        String rawQuery,
        List<Header> headers,
        byte[] body,
        String sourceIp,
        Optional<LocalIdentity> identity,
        String requestId,
        String traceRoot,
        Instant time) {
    private static final Set<String> REPLACED = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "host",
            "content-length",
            "x-forwarded-for",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-amzn-trace-id",
            LocalIdentity.HEADER.toLowerCase(Locale.ROOT));

    String userAgent() {
        return Header.first(headers, "user-agent").orElse("");
    }

    /// The headers as the function gets them: the client's end-to-end ones, and those that AWS sets itself.
    List<Header> forwarded(String host) {
        Stream<Header> kept = headers.stream().filter(h -> !REPLACED.contains(h.lowerName()));
        return Stream.concat(kept, ofAws(host)).toList();
    }

    private Stream<Header> ofAws(String host) {
        Stream<Header> always = Stream.of(
                new Header("Host", host),
                new Header("X-Amzn-Trace-Id", traceRoot),
                new Header("X-Forwarded-For", forwardedFor()),
                new Header("X-Forwarded-Port", "443"),
                new Header("X-Forwarded-Proto", "https"));
        return body.length == 0
                ? always
                : Stream.concat(always, Stream.of(new Header("Content-Length", Integer.toString(body.length))));
    }

    /// The client's own claims stay in front; the address that AWS saw is the last one.
    private String forwardedFor() {
        return Header.first(headers, "x-forwarded-for")
                .map(v -> v + ", " + sourceIp)
                .orElse(sourceIp);
    }
}
