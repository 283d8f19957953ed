package io.sagegate.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.sagegate.local.world.FrontSettings;
import io.sagegate.local.world.LoopbackServer;
import io.sagegate.local.world.SigV4;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// Every control plane behind one address: a request's signature says which service it is for.
public final class ControlPlane implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/[^/]+/[^/]+/([a-z0-9-]+)/aws4_request");
    private static final Set<String> QUERY = Set.of("iam", "cloudformation", "monitoring");
    private static final int LARGEST = 1 << 20;

    private final LocalAccount account;
    private final LogsFront logs;
    private final AtomicLong calls = new AtomicLong();
    private final LoopbackServer server;

    private ControlPlane(LocalAccount account) throws IOException {
        this.account = account;
        this.logs = new LogsFront(account);
        this.server = LoopbackServer.start(this::serve);
    }

    public static ControlPlane start(LocalAccount account) throws IOException {
        return new ControlPlane(account);
    }

    public URI endpoint() {
        return server.uri();
    }

    public LocalAccount account() {
        return account;
    }

    /// The number of calls that came.
    public long calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        var body = LoopbackServer.body(exchange, LARGEST);
        var headers = LoopbackServer.headers(exchange);
        var scope = SCOPE.matcher(headers.getOrDefault("authorization", ""));
        var service = scope.find() ? scope.group(1) : "";
        try {
            verify(exchange, service, headers, body);
            var call = call(exchange, service, headers, new String(body, StandardCharsets.UTF_8));
            var answer = QUERY.contains(service)
                    ? xml(service, call)
                    : json(service, call).toString();
            answer(exchange, 200, service, answer);
        } catch (ControlError e) {
            var message = String.valueOf(e.getMessage());
            answer(
                    exchange,
                    e.status(),
                    service,
                    QUERY.contains(service)
                            ? Xml.error(e.code(), message)
                            : JSON.createObjectNode()
                                    .put("__type", e.code())
                                    .put("message", message)
                                    .toString());
        }
    }

    private static void verify(HttpExchange exchange, String service, Map<String, String> headers, byte[] body)
            throws ControlError {
        var signatures = new SigV4(FrontSettings.defaults(), service);
        if (signatures.verify(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body)
                instanceof SigV4.Verdict.Refused(var refusal)) {
            throw new ControlError(refusal.status(), refusal.type(), "The request signature is not accepted.");
        }
    }

    private static ControlCall call(HttpExchange exchange, String service, Map<String, String> headers, String body)
            throws IOException {
        var path = exchange.getRequestURI().getPath();
        var method = exchange.getRequestMethod();
        if (QUERY.contains(service)) {
            var form = form(body);
            return new ControlCall(method, path, form.getOrDefault("Action", ""), form, JSON.createObjectNode());
        }
        var target = headers.getOrDefault("x-amz-target", "");
        var query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        return new ControlCall(
                method,
                path,
                target.substring(target.lastIndexOf('.') + 1),
                form(query),
                body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body));
    }

    private static Map<String, String> form(String text) {
        var form = new HashMap<String, String>();
        for (var pair : text.split("&", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private String xml(String service, ControlCall call) throws ControlError {
        synchronized (account) {
            return switch (service) {
                case "iam" -> new IamFront(account).answer(call);
                case "cloudformation" -> new CloudFormationFront(account).answer(call);
                default -> new MonitoringFront(account).answer(call);
            };
        }
    }

    private JsonNode json(String service, ControlCall call) throws ControlError, IOException {
        synchronized (account) {
            return switch (service) {
                case "lambda" -> new LambdaFront(account).answer(call);
                case "logs" -> logs.answer(call);
                case "sagemaker" -> new SageMakerControlFront(account).answer(call);
                case "dynamodb" -> new DynamoDbControlFront(account).answer(call);
                default -> throw new ControlError(403, "UnrecognizedClientException", "no such service here");
            };
        }
    }

    private static void answer(HttpExchange exchange, int status, String service, String text) throws IOException {
        var type = QUERY.contains(service)
                ? "text/xml"
                : service.equals("dynamodb") ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
        LoopbackServer.answer(exchange, status, Map.of("Content-Type", type), text.getBytes(StandardCharsets.UTF_8));
    }
}
