package io.sagegate.local.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sagegate.local.http.Header;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Makes events in payload format 2.0, as Function URLs and HTTP APIs send them.
final class Payload2 {
    static final ObjectMapper JSON = new ObjectMapper();
    static final DateTimeFormatter LOG_TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final String ROUTE = "$default";

    /// The members that differ between Function URLs and HTTP APIs.
    record Site(String host, String apiId, String stage, String path, String account) {}

    private Payload2() {}

    static ObjectNode event(FrontRequest request, Site site) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0");
        event.put("routeKey", ROUTE);
        event.put("rawPath", site.path());
        event.put("rawQueryString", request.rawQuery());
        List<Header> headers = request.forwarded(site.host());
        cookies(event, headers);
        headers(event.putObject("headers"), headers);
        query(event, request.rawQuery());
        context(event.putObject("requestContext"), request, site);
        body(event, request);
        return event;
    }

    static String time(Instant time) {
        return LOG_TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    private static void cookies(ObjectNode event, List<Header> headers) {
        List<String> cookies = headers.stream()
                .filter(h -> h.is("cookie"))
                .flatMap(h -> Arrays.stream(h.value().split(";", -1)))
                .map(String::strip)
                .filter(c -> !c.isEmpty())
                .toList();
        if (!cookies.isEmpty()) {
            cookies.forEach(event.putArray("cookies")::add);
        }
    }

    private static void headers(ObjectNode node, List<Header> headers) {
        for (Header header : headers) {
            if (!header.is("cookie")) {
                String name = header.lowerName();
                String before = node.path(name).asText(null);
                node.put(name, before == null ? header.value() : before + "," + header.value());
            }
        }
    }

    private static void query(ObjectNode event, String rawQuery) {
        Map<String, List<String>> parameters = QueryString.parse(rawQuery);
        if (!parameters.isEmpty()) {
            ObjectNode node = event.putObject("queryStringParameters");
            parameters.forEach((name, values) -> node.put(name, String.join(",", values)));
        }
    }

    private static void context(ObjectNode context, FrontRequest request, Site site) {
        context.put("accountId", site.account());
        context.put("apiId", site.apiId());
        context.put("domainName", site.host());
        context.put("domainPrefix", site.apiId());
        ObjectNode http = context.putObject("http");
        http.put("method", request.method());
        http.put("path", site.path());
        http.put("protocol", "HTTP/1.1");
        http.put("sourceIp", request.sourceIp());
        http.put("userAgent", request.userAgent());
        context.put("requestId", request.requestId());
        context.put("routeKey", ROUTE);
        context.put("stage", site.stage());
        context.put("time", time(request.time()));
        context.put("timeEpoch", request.time().toEpochMilli());
        request.identity().ifPresent(i -> iam(context.putObject("authorizer").putObject("iam"), i));
    }

    private static void iam(ObjectNode iam, LocalIdentity identity) {
        iam.put("accessKey", identity.accessKey());
        iam.put("accountId", identity.account());
        iam.put("callerId", identity.userId());
        iam.putNull("cognitoIdentity");
        iam.put("principalOrgId", "o-local");
        iam.put("userArn", identity.arn());
        iam.put("userId", identity.userId());
    }

    private static void body(ObjectNode event, FrontRequest request) {
        if (request.body().length == 0) {
            event.put("isBase64Encoded", false);
            return;
        }
        Optional<String> text = EventShape.isText(request.headers()) ? utf8(request.body()) : Optional.empty();
        event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(request.body())));
        event.put("isBase64Encoded", text.isEmpty());
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
