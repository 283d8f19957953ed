package io.sagegate.lambda;

import io.sagegate.api.Request;
import io.sagegate.http.Headers;
import io.sagegate.identity.IamCaller;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads Lambda's HTTP events: payload 2.0 (Function URL, HTTP API) and 1.0 (REST API, HTTP API on request). Any
/// other event becomes a request with a defect, so that it is answered and recorded.
///
/// Method and path each come from one member of the event. Overrides in headers, query or path parameters are
/// ignored. The IAM identity comes only from the request context of the payload's own version.
///
/// Source: API Gateway Developer Guide, "Lambda proxy integrations"; Lambda Developer Guide, "Function URL
/// request and response payload format".
final class EventReader {
    private static final JsonLimits LIMITS = new JsonLimits(8_388_608, 32, 64);
    private static final byte[] NOTHING = {};
    private static final int MAX_EVENT_ID = 64;

    private final String basePath;

    EventReader(String basePath) {
        this.basePath = basePath;
    }

    /// An event's request, and whether its answer must have the form of a REST API.
    record Event(Request request, boolean restApi) {}

    /// @param id the id of the invocation, since an event's own id may be the caller's choice
    Event read(byte[] event, String id, String traceHeader, Instant deadline) {
        var context = new Invocation(id, traceHeader, deadline);
        try {
            var root = new Members(Json.readObject(event, LIMITS));
            var http = root.members("requestContext").members("http");
            if (root.text("version").equals("2.0") && http.has("method")) {
                return new Event(version2(root, http, context), false);
            }
            var version1 = !root.has("version") || root.text("version").equals("1.0");
            if (version1
                    && root.has("httpMethod")
                    && root.members("requestContext").has("identity")) {
                return new Event(version1(root, context), true);
            }
        } catch (JsonException e) {
            // An unreadable event becomes a request with a defect below.
        }
        return new Event(
                new Request(
                        id,
                        Optional.empty(),
                        "unknown",
                        "",
                        "",
                        Headers.none(),
                        NOTHING,
                        "",
                        Optional.empty(),
                        traceHeader,
                        deadline,
                        Optional.of(Reason.MALFORMED_EVENT)),
                false);
    }

    private record Invocation(String id, String traceHeader, Instant deadline) {}

    private Request version2(Members root, Members http, Invocation invocation) {
        var context = root.members("requestContext");
        var entry = context.text("domainName").contains(".lambda-url.") ? "function-url" : "http-api";
        var stage = context.text("stage");
        var prefix = stage.isEmpty() || stage.equals("$default") ? "" : "/" + stage;
        var headers = new Headers.Builder();
        root.members("headers").forEachText(headers::add);
        return request(
                root,
                entry,
                http.text("method"),
                stripped(stripped(root.text("rawPath"), prefix), basePath),
                headers.build(),
                http.text("sourceIp"),
                iam(
                        context.members("authorizer").members("iam"),
                        iam -> iam.members("cognitoIdentity").optional("identityId")),
                invocation);
    }

    private Request version1(Members root, Invocation invocation) {
        var context = root.members("requestContext");
        var identity = context.members("identity");
        var headers = new Headers.Builder();
        if (root.has("multiValueHeaders")) {
            root.members("multiValueHeaders").forEachList(headers::add);
        } else {
            root.members("headers").forEachText(headers::add);
        }
        return request(
                root,
                "rest-api",
                root.text("httpMethod"),
                stripped(root.text("path"), basePath),
                headers.build(),
                identity.text("sourceIp"),
                iam(identity, from -> from.optional("cognitoIdentityId")),
                invocation);
    }

    private static Request request(
            Members root,
            String entry,
            String method,
            String path,
            Headers headers,
            String sourceIp,
            Optional<IamCaller> iam,
            Invocation invocation) {
        var eventId = root.members("requestContext").optional("requestId").filter(EventReader::isEventId);
        var body = body(root);
        var defect = method.isEmpty() || path.isEmpty()
                ? Optional.of(Reason.MALFORMED_EVENT)
                : body.isEmpty() ? Optional.of(Reason.MALFORMED_BODY) : Optional.<Reason>empty();
        return new Request(
                invocation.id(),
                eventId,
                entry,
                method,
                path,
                headers,
                body.orElse(NOTHING),
                sourceIp,
                iam,
                invocation.traceHeader(),
                invocation.deadline(),
                defect);
    }

    /// Whether the text has only letters, digits, `_`, `=` and `-`.
    private static boolean isEventId(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '_' && c != '=' && c != '-') {
                return false;
            }
        }
        return text.length() <= MAX_EVENT_ID;
    }

    private static Optional<IamCaller> iam(Members from, Function<Members, Optional<String>> cognito) {
        return from.optional("userArn").map(arn -> new IamCaller(arn, from.optional("accessKey"), cognito.apply(from)));
    }

    private static Optional<byte[]> body(Members root) {
        var body = root.text("body");
        if (!root.flag("isBase64Encoded")) {
            return Optional.of(body.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String stripped(String path, String prefix) {
        return !prefix.isEmpty() && path.startsWith(prefix + "/") ? path.substring(prefix.length()) : path;
    }

    /// Reads members of an object by their exact type. A missing member, null or another type reads as empty.
    private record Members(Map<?, ?> map) {
        boolean has(String name) {
            return map.get(name) != null;
        }

        String text(String name) {
            return map.get(name) instanceof String text ? text : "";
        }

        Optional<String> optional(String name) {
            return Optional.of(text(name)).filter(text -> !text.isEmpty());
        }

        boolean flag(String name) {
            return map.get(name) instanceof Boolean flag && flag;
        }

        Members members(String name) {
            return new Members(map.get(name) instanceof Map<?, ?> members ? members : Map.of());
        }

        void forEachText(java.util.function.BiConsumer<String, String> action) {
            map.forEach((name, value) -> each(name, value, action));
        }

        void forEachList(java.util.function.BiConsumer<String, String> action) {
            map.forEach((name, values) -> {
                if (values instanceof List<?> list) {
                    list.forEach(value -> each(name, value, action));
                }
            });
        }

        private static void each(
                Object name, @Nullable Object value, java.util.function.BiConsumer<String, String> action) {
            if (value instanceof String text) {
                action.accept(String.valueOf(name), text);
            }
        }
    }
}
