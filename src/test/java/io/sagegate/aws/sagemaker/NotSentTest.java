package io.sagegate.aws.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Service;
import io.sagegate.aws.sts.AssumedRoles;
import io.sagegate.identity.ApiClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.ModelResult;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.http.LoopbackServer;
import io.sagegate.policy.Action;
import io.sagegate.policy.Permits;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls of which surely nothing was sent: the endpoint is unavailable, so they are free and are tried elsewhere.
final class NotSentTest {
    private static final InferenceResult.Failure UNAVAILABLE =
            new InferenceResult.Failure(Reason.ENDPOINT_UNAVAILABLE, Optional.empty());
    private static final Credentials OWN = new Credentials("AKIAOWN", "secret", Optional.empty());

    private static ModelResult call(Action action, URI address, Supplier<Credentials> own, Duration time) {
        var there = Service.of("sagemaker", "sagemaker", "us-east-1", "invalid", Optional.of(address));
        var calls = new AwsCall(LocalCalls.wire(), there, own, InstantSource.system());
        var roles = new AssumedRoles(calls, "us-east-1", InstantSource.system());
        var client = new SageMakerInferenceClient(new Regions("", "us-east-1", calls, _ -> calls), roles);
        var grant = Map.<String, Object>of("endpoint", "llm", "actions", List.of(action.code()));
        return Calls.call(client, Permits.of(new ApiClient("c", "k"), action, grant), time);
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void aRefusedConnection(Action action) throws IOException {
        int port;
        try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }
        var gone = URI.create("http://127.0.0.1:" + port);
        assertThat(call(action, gone, () -> OWN, Duration.ofSeconds(20))).isEqualTo(UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void noCredentials(Action action) throws IOException {
        assertNotSent(action, () -> {
            throw new IllegalStateException("none");
        });
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void credentialsThatComeAfterTheCallsTime(Action action) throws IOException {
        assertNotSent(action, () -> {
            try {
                Thread.sleep(60);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return OWN;
        });
    }

    private static void assertNotSent(Action action, Supplier<Credentials> own) throws IOException {
        var called = new AtomicInteger();
        try (var server = LoopbackServer.start(0, exchange -> {
            called.incrementAndGet();
            exchange.answer(200, List.of(), new byte[0]);
        })) {
            assertThat(call(action, server.uri(), own, Duration.ofMillis(50))).isEqualTo(UNAVAILABLE);
            assertThat(called).hasValue(0);
        }
    }
}
