package io.sagegate.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sagegate.local.LocalCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RoleCredentialsTest {
    private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant END = START.plus(Duration.ofHours(1));

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicInteger fetched = new AtomicInteger();
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicReference<String> end = new AtomicReference<>(END.toString());
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer lambda;
    private FunctionCredentials credentials;

    @BeforeEach
    void start() throws IOException {
        lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lambda.createContext("/credentials", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var json = """
                    {"AccessKeyId":"AKIDCOPY%d","SecretAccessKey":"s","Token":"t","Expiration":"%s"}
                    """.formatted(fetched.incrementAndGet(), end.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), json.length);
            exchange.getResponseBody().write(json);
            exchange.close();
        });
        lambda.start();
        credentials = of("http://127.0.0.1:" + lambda.getAddress().getPort() + "/credentials");
    }

    private FunctionCredentials of(String address) {
        var environment = Map.of(
                "AWS_ACCESS_KEY_ID", "FROZEN",
                "AWS_SECRET_ACCESS_KEY", "frozen",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", address,
                "AWS_CONTAINER_AUTHORIZATION_TOKEN", "given-by-lambda");
        return new FunctionCredentials(environment, LocalCalls.wire(), now::get);
    }

    @AfterEach
    void stop() {
        lambda.stop(0);
    }

    private String id() {
        return credentials.get().accessKeyId();
    }

    @Test
    void underSnapStartEachCopyFetchesItsOwnCredentials() {
        assertThat(id()).isEqualTo("AKIDCOPY1");
        assertThat(id()).isEqualTo("AKIDCOPY1");
        credentials.forget();
        assertThat(id()).isEqualTo("AKIDCOPY2");
        assertThat(credentials.get().sessionToken()).contains("t");
        assertThat(authorizations).containsOnly("given-by-lambda");
    }

    @Test
    void theyAreRenewedFiveMinutesBeforeTheirEnd() {
        assertThat(id()).isEqualTo("AKIDCOPY1");
        now.set(END.minus(Duration.ofMinutes(5)).minusMillis(1));
        assertThat(id()).isEqualTo("AKIDCOPY1");
        now.set(END.minus(Duration.ofMinutes(5)));
        end.set(END.plus(Duration.ofHours(1)).toString());
        assertThat(id()).isEqualTo("AKIDCOPY2");
    }

    @Test
    void olderOnesServeToTheirEndWhereARenewalFailsAndNotLonger() {
        assertThat(id()).isEqualTo("AKIDCOPY1");
        status.set(500);
        now.set(END.minusSeconds(11));
        assertThat(id()).isEqualTo("AKIDCOPY1");
        assertThat(fetched.get()).isEqualTo(4);
        assertThat(id()).isEqualTo("AKIDCOPY1");
        assertThat(fetched.get()).as("no attempt with each call").isEqualTo(4);
        now.set(END);
        assertThatThrownBy(this::id).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailureHoldsForASecondSoThatCallsDoNotAskInVainOneAfterTheOther() {
        status.set(500);
        for (var i = 0; i < 5; i++) {
            assertThatThrownBy(this::id).isInstanceOf(IllegalStateException.class);
            now.set(now.get().plusMillis(199));
        }
        assertThat(fetched.get()).isEqualTo(3);
        status.set(200);
        now.set(START.plusSeconds(1));
        assertThat(id()).isEqualTo("AKIDCOPY4");
    }

    @Test
    void aCopyOfASnapshotDoesNotKnowOfAFailure() {
        status.set(500);
        assertThatThrownBy(this::id).isInstanceOf(IllegalStateException.class);
        status.set(200);
        credentials.forget();
        assertThat(id()).isEqualTo("AKIDCOPY4");
    }

    @Test
    void anAnswerWithoutAnEndIsNoAnswer() {
        end.set("soon");
        assertThatThrownBy(this::id).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void thePlainAddressOfAnotherMachineIsRefused() {
        for (var address : List.of("http://10.0.0.1/credentials", "http://127.evil.example/", "ftp://127.0.0.1/")) {
            assertThatThrownBy(() -> of(address)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
