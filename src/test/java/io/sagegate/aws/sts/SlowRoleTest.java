package io.sagegate.aws.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.sagemaker.Calls;
import io.sagegate.aws.sagemaker.Regions;
import io.sagegate.aws.sagemaker.SageMakerInferenceClient;
import io.sagegate.identity.ApiClient;
import io.sagegate.inference.InferenceResult;
import io.sagegate.inference.ModelResult;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.LoopbackServer;
import io.sagegate.policy.Action;
import io.sagegate.policy.Decision;
import io.sagegate.policy.Permits;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An STS that says nothing at first. The wait for it is a part of the call's time.
final class SlowRoleTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger called = new AtomicInteger();
    private volatile int silent = 1;
    private final CountDownLatch over = new CountDownLatch(1);
    private LoopbackServer server;
    private AssumedRoles roles;
    private SageMakerInferenceClient client;

    @BeforeEach
    void start() throws IOException {
        server = LoopbackServer.start(0, this::answer);
        var own = new Credentials("AKIAOWN", "secret", Optional.empty());
        var runtime = LocalCalls.call("sagemaker", server.uri(), own);
        roles = new AssumedRoles(
                LocalCalls.call("sts", server.uri(), own), "us-east-1", InstantSource.fixed(Instant.EPOCH));
        client = new SageMakerInferenceClient(new Regions("111122223333", "us-east-1", runtime, _ -> runtime), roles);
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.close();
    }

    private void answer(Exchange exchange) throws IOException, InterruptedException {
        exchange.body().readAllBytes();
        if (!exchange.rawPath().equals("/")) {
            called.incrementAndGet();
        } else if (asked.incrementAndGet() <= silent) {
            over.await();
        }
        var session = "<AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                + "<SessionToken>t</SessionToken><Expiration>2026-11-27T12:15:00Z</Expiration>";
        exchange.answer(200, List.of(), session.getBytes(StandardCharsets.UTF_8));
    }

    private static Decision.Permit permit(Action action) {
        return Permits.of(
                new ApiClient("c", "k"),
                action,
                Map.of(
                        "endpoint",
                        "llm",
                        "actions",
                        List.of(action.code()),
                        "assumeRole",
                        "arn:aws:iam::111122223333:role/Narrow"));
    }

    private ModelResult call(Action action, Duration time) {
        return Calls.call(client, permit(action), time);
    }

    /// STS would answer its second attempt, which comes too late for this call.
    @ParameterizedTest
    @EnumSource(Action.class)
    void aRoleThatComesAfterTheCallsTimeIsUnavailableAndNoModelIsCalled(Action action) {
        assertThat(call(action, SHORT))
                .isEqualTo(new InferenceResult.Failure(Reason.ROLE_UNAVAILABLE, Optional.empty()));
        assertThat(called).hasValue(0);
    }

    @Test
    void aCallWithTooLittleTimeKeepsTheRoleFromNoOtherCall() {
        call(Action.INVOKE, SHORT);
        assertThat(call(Action.INVOKE, LONG)).isInstanceOf(InferenceResult.Answer.class);
    }

    @Test
    void aCallWaitsForAnothersSessionNoLongerThanItsOwnTime() {
        silent = Integer.MAX_VALUE;
        var first = new FutureTask<>(() -> roles.credentials(permit(Action.INVOKE), TimeLeft.of(LONG)));
        Thread.ofVirtual().start(first);
        await().until(() -> asked.get() == 1);
        assertThatThrownBy(() -> roles.credentials(permit(Action.INVOKE), TimeLeft.of(SHORT)))
                .isInstanceOf(RoleUnavailableException.class)
                .hasMessage("the role was not assumed in time");
        assertThat(first).isNotDone();
    }
}
