package io.sagegate.aws.sts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.local.LocalCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers of STS that are read, and those that are not.
final class StsTest {
    private static final String KEYS = "<AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>a/b+c=</SecretAccessKey>";
    private static final String TOKEN = "<SessionToken>IQoJ//==</SessionToken>";
    private static final String END = "<Expiration>2026-11-27T12:15:00Z</Expiration>";
    private static final SessionScope SCOPE =
            new SessionScope("arn:aws:iam::111122223333:role/R", "okta.alice@acme.com", "{\"a\":\"b&c=d e+f\"}");

    private final AtomicReference<String> answer = new AtomicReference<>("");
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var xml = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, xml.length);
            exchange.getResponseBody().write(xml);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Optional<Sts.Assumed> assume(String xml) throws IOException {
        answer.set("<AssumeRoleResponse><Credentials>" + xml + "</Credentials></AssumeRoleResponse>");
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var own = new Credentials("AKIA", "secret", Optional.empty());
        return new Sts(LocalCalls.call("sts", address, own))
                .assume(SCOPE, Duration.ofMinutes(15), TimeLeft.of(Duration.ofSeconds(20)));
    }

    @Test
    void aWholeAnswerIsReadAsItStands() throws IOException {
        assertThat(assume(KEYS + TOKEN + END))
                .contains(new Sts.Assumed(
                        new Credentials("ASIAX", "a/b+c=", Optional.of("IQoJ//==")),
                        Instant.parse("2026-11-27T12:15:00Z")));
    }

    @Test
    void noValueCanAddAParameterOfItsOwn() throws IOException {
        assume(KEYS + TOKEN + END);
        assertThat(asked.get())
                .isEqualTo("Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2FR"
                        + "&RoleSessionName=okta.alice%40acme.com&SourceIdentity=okta.alice%40acme.com"
                        + "&Policy=%7B%22a%22%3A%22b%26c%3Dd%20e%2Bf%22%7D&DurationSeconds=900");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                KEYS + TOKEN,
                KEYS + END,
                KEYS + TOKEN + "<Expiration>soon</Expiration>",
                KEYS + "<SessionToken></SessionToken>" + END,
                KEYS + "<SessionToken>a&#98;c</SessionToken>" + END,
                KEYS + KEYS + TOKEN + END,
                "</AccessKeyId>" + KEYS + "<SessionToken>t" + END,
            })
    void anyOtherAnswerGivesNoCredentials(String xml) throws IOException {
        assertThat(assume(xml)).isEmpty();
    }
}
