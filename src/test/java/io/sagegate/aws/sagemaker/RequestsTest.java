package io.sagegate.aws.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.http.Headers;
import io.sagegate.identity.ApiClient;
import io.sagegate.inference.Invocation;
import io.sagegate.policy.Action;
import io.sagegate.policy.Permits;
import io.sagegate.policy.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeRequest;

/// What the decision takes for sent is sent.
final class RequestsTest {
    private static final Target WHOLE =
            new Target("llm", Optional.of("blue"), Optional.of("llama"), Optional.of("m.tar.gz"), Optional.of("box"));

    private static Map<String, Object> grant(Action action) {
        var grant = new HashMap<String, Object>(Map.of("endpoint", "llm", "actions", List.of(action.code())));
        var target = WHOLE.carriedBy(action);
        target.variant().ifPresent(name -> grant.put("variants", List.of(name)));
        target.component().ifPresent(name -> grant.put("components", List.of(name)));
        target.model().ifPresent(name -> grant.put("targetModels", List.of(name)));
        target.container().ifPresent(name -> grant.put("containers", List.of(name)));
        return grant;
    }

    private static SageMakerRuntimeRequest request(Action action) {
        var body = Permits.unguarded(new byte[] {1});
        var headers = Headers.of("content-type", "application/json");
        var permit = Permits.of(new ApiClient("batch-scorer", "k7Qx"), action, grant(action), WHOLE.carriedBy(action));
        var time = Duration.ofSeconds(5);
        return switch (action) {
            case INVOKE -> Requests.buffered(new Invocation.Buffered(permit, body, headers, time), Optional.empty());
            case INVOKE_STREAM ->
                Requests.streamed(new Invocation.Streamed(permit, body, headers, time), Optional.empty());
            case INVOKE_ASYNC -> Requests.queued(new Invocation.Queued(permit, body, headers, time), Optional.empty());
        };
    }

    private static Optional<String> sent(SageMakerRuntimeRequest request, String field) {
        return request.getValueForField(field, String.class);
    }

    @ParameterizedTest
    @EnumSource
    void aCallIsSentWithEveryPartOfItsTargetThatItCanCarry(Action action) {
        var request = request(action);
        assertThat(new Target(
                        sent(request, "EndpointName").orElseThrow(),
                        sent(request, "TargetVariant"),
                        sent(request, "InferenceComponentName"),
                        sent(request, "TargetModel"),
                        sent(request, "TargetContainerHostname")))
                .isEqualTo(WHOLE.carriedBy(action));
        // Should SageMaker come to take more, this is where we learn of it.
        var known =
                request.sdkFields().stream().map(field -> field.memberName()).toList();
        assertThat(known.contains("TargetVariant")).isEqualTo(action != Action.INVOKE_ASYNC);
        assertThat(known.contains("InferenceComponentName")).isEqualTo(action != Action.INVOKE_ASYNC);
        assertThat(known.contains("TargetContainerHostname")).isEqualTo(action != Action.INVOKE_ASYNC);
        assertThat(known.contains("TargetModel")).isEqualTo(action == Action.INVOKE);
    }
}
