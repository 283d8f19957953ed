package io.sagegate.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.local.LocalIssuer;
import io.sagegate.local.LocalWorld;
import io.sagegate.local.SampleCall;
import io.sagegate.local.lambda.Events;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A handler and the events it gets, to be measured.
///
/// @param wrapper the script of the package that starts the runtime, or empty for AWS's own
record Subject(String name, LocalWorld.Code code, String wrapper, Supplier<byte[]> events) {
    private static final Pattern SDK = Pattern.compile("/(awssdk|eventstream|reactivestreams)/");
    private static final Pattern OTHER_CLIENTS = Pattern.compile(
            "/awssdk/(crt|dynamodb|sts|secretsmanager|cloudwatchlogs|sso|ssooidc|url-connection-client)/");

    /// Under AWS's runtime client.
    Subject(String name, LocalWorld.Code code, Supplier<byte[]> events) {
        this(name, code, "", events);
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Path> BENCH_CLASSES =
            Stream.concat(Stream.of(Path.of("target", "test-classes")), sdk()).toList();

    /// The floor, the bare call, and the gateway's kinds of callers.
    static List<Subject> all(LocalIssuer issuer, SampleCall sample) {
        var events = new Events("us-east-1", SampleCall.PATH, "text/csv", sample.features());
        var token = issuer.token("alice");
        return List.of(
                new Subject("empty handler", bench(EmptyHandler.class), () -> event(events, token)),
                new Subject("bare SDK call", bench(BareCallHandler.class), () -> event(events, token)),
                new Subject("gateway, one token", LocalWorld.Code.GATEWAY, () -> event(events, token)),
                new Subject(
                        "gateway, new tokens",
                        LocalWorld.Code.GATEWAY,
                        () -> event(events, issuer.token("alice", Map.of("jti", UUID.randomUUID())))),
                new Subject(
                        "gateway, IAM",
                        LocalWorld.Code.GATEWAY,
                        () -> bytes(() -> JSON.writeValueAsString(events.withIdentity(SampleCall.IAM_ARN)))),
                new Subject(
                        "gateway, own loop",
                        LocalWorld.Code.GATEWAY,
                        "/var/task/buffered-runtime",
                        () -> event(events, token)),
                limited("gateway, request limit", BenchPolicy.REQUESTS, issuer, events),
                limited("gateway, token limit", BenchPolicy.TOKENS, issuer, events));
    }

    /// One token of a caller whose role has one limit.
    private static Subject limited(String name, String group, LocalIssuer issuer, Events events) {
        var token = issuer.token("limited", Map.of("groups", List.of(group)));
        return new Subject(name, LocalWorld.Code.GATEWAY, () -> event(events, token));
    }

    /// The SDK, which the deployment package does not hold, with one service's client.
    private static Stream<Path> sdk() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(jar ->
                        SDK.matcher(jar).find() && !OTHER_CLIENTS.matcher(jar).find())
                .map(Path::of);
    }

    private static LocalWorld.Code bench(Class<?> handler) {
        return new LocalWorld.Code(handler.getName() + "::handleRequest", BENCH_CLASSES);
    }

    private static byte[] event(Events events, String token) {
        return bytes(() -> JSON.writeValueAsString(events.withToken(token)));
    }

    private static byte[] bytes(Written json) {
        try {
            return json.text().getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Written {
        String text() throws JsonProcessingException;
    }
}
