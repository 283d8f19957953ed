package io.sagegate.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sagegate.aws.dynamodb.PolicyKeys;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Everything that the gateway talks to, on loopback and made up: an issuer with a key of its own, both tables, a
/// model. Lives as long as priming does; nothing of it is known outside.
final class PrimingSink implements AutoCloseable {
    /// A sampled trace, so that traces are written too.
    static final String TRACE = "Root=1-00000000-000000000000000000000001;Parent=0000000000000001;Sampled=1";

    private static final String ARN = "arn:aws:sts::000000000000:assumed-role/Priming/priming";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DatagramSocket datagrams;
    private final KeyPair key;
    private final String token;

    private PrimingSink() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 64);
        this.datagrams = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.key = generator.generateKeyPair();
            this.token = token();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    static PrimingSink start() throws IOException {
        return new PrimingSink();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String datagrams() {
        return "127.0.0.1:" + datagrams.getLocalPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        datagrams.close();
    }

    /// One event for each kind of caller and of call that is worth having compiled.
    List<byte[]> events() {
        var bearer = "\"headers\":{\"content-type\":\"application/json\",\"authorization\":\"Bearer " + token + "\"}";
        var signed = "\"headers\":{\"content-type\":\"application/json\"}";
        return List.of(
                event("invocations", bearer, ""),
                event("invocations", signed, "\"authorizer\":{\"iam\":{\"userArn\":\"" + ARN + "\"}},"),
                event("invocations-response-stream", bearer, ""));
    }

    private static byte[] event(String operation, String headers, String authorizer) {
        var path = "/endpoints/priming/" + operation;
        return ("{\"version\":\"2.0\",\"rawPath\":\"" + path + "\"," + headers + ",\"requestContext\":{" + authorizer
                        + "\"requestId\":\"priming\",\"stage\":\"$default\",\"domainName\":\"p.lambda-url.x.on.aws\","
                        + "\"http\":{\"method\":\"POST\",\"path\":\"" + path + "\",\"sourceIp\":\"127.0.0.1\"}},"
                        + "\"body\":\"{\\\"instances\\\":[[1,2,3]]}\",\"isBase64Encoded\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String token() throws GeneralSecurityException {
        var now = Instant.now().getEpochSecond();
        var signed = part("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"priming\"}") + "."
                + part("{\"iss\":\"" + uri() + "\",\"sub\":\"priming\",\"aud\":\"priming\",\"iat\":" + now + ",\"exp\":"
                        + (now + 600) + ",\"groups\":[\"priming\"]}");
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + URL.encodeToString(signature.sign());
    }

    private static String part(String json) {
        return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private void serve(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var path = exchange.getRequestURI().getPath();
        if (path.startsWith("/endpoints/")) {
            model(exchange, path.endsWith("response-stream"));
        } else if (path.startsWith("/.well-known/")) {
            answer(exchange, "{\"issuer\":\"" + uri() + "\",\"jwks_uri\":\"" + uri() + "/jwks\"}");
        } else if (path.equals("/jwks")) {
            answer(exchange, keys());
        } else {
            var operation = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            answer(exchange, table(operation == null ? "" : operation, body));
        }
    }

    private static void model(HttpExchange exchange, boolean streams) throws IOException {
        exchange.getResponseHeaders().set("x-Amzn-Invoked-Production-Variant", "AllTraffic");
        if (streams) {
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.amazon.eventstream");
            exchange.getResponseHeaders().set("X-Amzn-SageMaker-Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.close();
            return;
        }
        answer(exchange, "{\"predictions\":[{\"score\":0.5}]}");
    }

    private String keys() {
        var rsa = (RSAPublicKey) key.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"priming\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\""
                + URL.encodeToString(unsigned(rsa.getModulus().toByteArray())) + "\",\"e\":\""
                + URL.encodeToString(unsigned(rsa.getPublicExponent().toByteArray())) + "\"}]}";
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? java.util.Arrays.copyOfRange(number, 1, number.length) : number;
    }

    /// The rows that a decision needs, in DynamoDB's JSON.
    private String table(String operation, String body) {
        var rows = rows();
        if (operation.endsWith(".BatchGetItem")) {
            var found = rows.entrySet().stream()
                    .filter(row -> body.contains("\"" + row.getKey() + "\""))
                    .map(Map.Entry::getValue)
                    .toList();
            var table = body.replaceFirst("(?s).*?\"RequestItems\":\\{\"([^\"]+)\".*", "$1");
            return "{\"Responses\":{\"" + table + "\":[" + String.join(",", found) + "]},\"UnprocessedKeys\":{}}";
        }
        return rows.entrySet().stream()
                .filter(row -> body.contains("\"" + row.getKey() + "\""))
                .findFirst()
                .map(row -> "{\"Item\":" + row.getValue() + "}")
                .orElse("{}");
    }

    private Map<String, String> rows() {
        var issuers = "{\"L\":[{\"M\":{\"name\":{\"S\":\"priming\"},\"issuer\":{\"S\":\"" + uri()
                + "\"},\"audiences\":{\"L\":[{\"S\":\"priming\"}]}}}]}";
        var grants = "{\"L\":[{\"M\":{\"endpoint\":{\"S\":\"priming\"},\"actions\":{\"L\":[{\"S\":\"invoke\"},"
                + "{\"S\":\"invoke-stream\"}]}}}]}";
        var bound = "{\"L\":[{\"S\":\"priming\"}]}";
        return Map.of(
                PolicyKeys.CURRENT,
                row(PolicyKeys.CURRENT, "revision", "{\"N\":\"1\"}"),
                PolicyKeys.issuers(1),
                row(PolicyKeys.issuers(1), "issuers", issuers),
                PolicyKeys.role(1, "priming"),
                row(PolicyKeys.role(1, "priming"), "grants", grants),
                group(),
                row(group(), "roles", bound),
                role(),
                row(role(), "roles", bound));
    }

    private static String group() {
        return PolicyKeys.member(1, "priming:group:priming");
    }

    private static String role() {
        return PolicyKeys.member(1, "iam:arn:aws:iam::000000000000:role/Priming");
    }

    private static String row(String id, String name, String value) {
        return "{\"id\":{\"S\":\"" + id + "\"},\"" + name + "\":" + value + "}";
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
