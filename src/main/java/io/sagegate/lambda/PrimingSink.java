package io.sagegate.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sagegate.api.framing.EventStreamFrame;
import io.sagegate.aws.call.Wire;
import io.sagegate.identity.ApiKey;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A made-up environment for priming, on loopback: an issuer with its own key, both tables, and a model. It lives as
/// long as priming does, and nothing outside knows its secrets.
final class PrimingSink implements AutoCloseable {
    /// A sampled trace, so that priming also sends traces.
    static final String TRACE = "Root=1-00000000-000000000000000000000001;Parent=0000000000000001;Sampled=1";

    private static final List<String> EVENTS = List.of(
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"}}]}",
            "[DONE]");
    private static final String CONTENT = "\"content-type\":\"application/json\"";
    private static final String ARN = "arn:aws:sts::000000000000:assumed-role/Priming/priming";
    private static final String SIGNED = "\"authorizer\":{\"iam\":{\"userArn\":\"" + ARN + "\"}},";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DatagramSocket datagrams;
    private final KeyPair key;
    private final String token;
    private final Optional<PrimingIdentity> identity;

    /// A key that only this sink's tables know.
    private final ApiKey apiKey = ApiKey.generate(new SecureRandom());

    private PrimingSink(Optional<PrimingIdentity> identity) throws IOException {
        this.identity = identity;
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        this.server = identity.isPresent() ? HttpsServer.create(address, 64) : HttpServer.create(address, 64);
        this.datagrams = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        try {
            if (server instanceof HttpsServer https) {
                https.setHttpsConfigurator(
                        new HttpsConfigurator(identity.orElseThrow().server()));
            }
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.key = generator.generateKeyPair();
            this.token = token();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA and TLS", e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    static PrimingSink start() throws IOException {
        return new PrimingSink(Optional.empty());
    }

    /// Starts a sink that is spoken to over TLS.
    static PrimingSink secure() throws IOException {
        try {
            return new PrimingSink(Optional.of(PrimingIdentity.create()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has ECDSA", e);
        }
    }

    String uri() {
        var origin = identity.isPresent() ? "https://" + PrimingIdentity.HOST : "http://127.0.0.1";
        return origin + ":" + server.getAddress().getPort();
    }

    /// Makes connections that this sink answers. Those over TLS trust its certificate and no other.
    Wire wire() {
        return identity.isPresent() ? Wire.trusting(pem(), AwsClients.CONNECT) : new Wire(AwsClients.CONNECT);
    }

    /// The certificate of a sink over TLS.
    String pem() {
        try {
            return identity.orElseThrow().pem();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate has a form", e);
        }
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

    /// Returns one event for each kind of caller, event source and call that is worth compiling.
    List<byte[]> events() {
        var bearer = header("authorization", "Bearer " + token);
        var instances = "{\"instances\":[[1,2,3]]}";
        var chat = "{\"model\":\"priming\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"max_tokens\":8";
        return List.of(
                event("/endpoints/priming/invocations", bearer, "", instances),
                event("/endpoints/priming/invocations", "", SIGNED, instances),
                event("/endpoints/limited/invocations", header("x-api-key", apiKey.reveal()), "", instances),
                event("/endpoints/priming/invocations-response-stream", bearer, "", instances),
                event("/v1/chat/completions", bearer, "", chat + "}"),
                event("/v1/chat/completions", bearer, "", chat + ",\"stream\":true}"),
                restEvent("/endpoints/priming/invocations", bearer, instances));
    }

    private static String header(String name, String value) {
        return ",\"" + name + "\":\"" + value + "\"";
    }

    private static byte[] event(String path, String credential, String authorizer, String body) {
        return ("{\"version\":\"2.0\",\"rawPath\":\"" + path + "\",\"headers\":{" + CONTENT + credential
                        + "},\"requestContext\":{" + authorizer
                        + "\"requestId\":\"priming\",\"stage\":\"$default\",\"domainName\":\"p.lambda-url.x.on.aws\","
                        + "\"http\":{\"method\":\"POST\",\"path\":\"" + path + "\",\"sourceIp\":\"127.0.0.1\"}},"
                        + "\"body\":\"" + body.replace("\"", "\\\"") + "\",\"isBase64Encoded\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] restEvent(String path, String credential, String body) {
        return ("{\"version\":\"1.0\",\"httpMethod\":\"POST\",\"path\":\"" + path + "\",\"headers\":{" + CONTENT
                        + credential + "},\"requestContext\":{\"requestId\":\"priming\",\"identity\":{\"sourceIp\":"
                        + "\"127.0.0.1\"}},\"body\":\""
                        + Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8))
                        + "\",\"isBase64Encoded\":true}")
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
            answer(exchange, new PrimingTable(uri(), apiKey).answer(operation == null ? "" : operation, body));
        }
    }

    private static void model(HttpExchange exchange, boolean streams) throws IOException {
        exchange.getResponseHeaders().set("x-Amzn-Invoked-Production-Variant", "AllTraffic");
        if (streams) {
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.amazon.eventstream");
            exchange.getResponseHeaders().set("X-Amzn-SageMaker-Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            for (var text : EVENTS) {
                var part = "data: " + text + "\n\n";
                exchange.getResponseBody().write(EventStreamFrame.payload(part.getBytes(StandardCharsets.UTF_8)));
            }
            exchange.close();
            return;
        }
        answer(exchange, "{\"predictions\":[{\"score\":0.5}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");
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

    private static void answer(HttpExchange exchange, String json) throws IOException {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
