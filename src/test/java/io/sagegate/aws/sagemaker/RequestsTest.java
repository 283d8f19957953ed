package io.sagegate.aws.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.aws.call.Outgoing;
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
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamRequest;

/// Requests carry the facts on which the decision rests.
final class RequestsTest {
    /// Parts of the target, media types, and what no caller may set.
    private static final Set<String> NOT_THE_CALLERS = Set.of(
            "X-Amzn-SageMaker-Target-Model",
            "X-Amzn-SageMaker-Target-Variant",
            "X-Amzn-SageMaker-Target-Container-Hostname",
            "X-Amzn-SageMaker-Inference-Component",
            "X-Amzn-SageMaker-Content-Type",
            "X-Amzn-SageMaker-Accept",
            "X-Amzn-SageMaker-S3OutputPathExtension");

    private static final Target WHOLE =
            new Target("llm", Optional.of("blue"), Optional.of("llama"), Optional.of("m.tar.gz"), Optional.of("box"));

    private static Map<String, Object> grant(Action action, Target target) {
        var grant = new HashMap<String, Object>(Map.of("endpoint", "llm", "actions", List.of(action.code())));
        target.variant().ifPresent(name -> grant.put("variants", List.of(name)));
        target.component().ifPresent(name -> grant.put("components", List.of(name)));
        target.model().ifPresent(name -> grant.put("targetModels", List.of(name)));
        target.container().ifPresent(name -> grant.put("containers", List.of(name)));
        return grant;
    }

    private static Outgoing request(Action action, Target target, Headers headers) {
        var body = Permits.unguarded(new byte[] {1});
        var permit = Permits.of(new ApiClient("batch-scorer", "k7Qx"), action, grant(action, target), target);
        var time = Duration.ofSeconds(5);
        return switch (action) {
            case INVOKE -> Requests.buffered(new Invocation.Buffered(permit, body, headers, time));
            case INVOKE_STREAM -> Requests.streamed(new Invocation.Streamed(permit, body, headers, time));
            case INVOKE_ASYNC -> Requests.queued(new Invocation.Queued(permit, body, headers, time));
        };
    }

    /// The SDK's model of the operation: where each member lies in the request.
    private static Map<String, String> known(Action action) {
        var request = switch (action) {
            case INVOKE -> InvokeEndpointRequest.builder().build();
            case INVOKE_STREAM ->
                InvokeEndpointWithResponseStreamRequest.builder().build();
            case INVOKE_ASYNC -> InvokeEndpointAsyncRequest.builder().build();
        };
        var members = new HashMap<String, String>();
        request.sdkFields().forEach(field -> members.put(field.memberName(), field.locationName()));
        return members;
    }

    private static Optional<String> sent(Outgoing request, Map<String, String> known, String member) {
        return Optional.ofNullable(known.get(member)).flatMap(request.fields()::first);
    }

    @ParameterizedTest
    @EnumSource
    void aCallIsSentWithEveryPartOfItsTargetThatItCanCarry(Action action) {
        var request = request(action, WHOLE.carriedBy(action), Headers.of("content-type", "application/json"));
        var known = known(action);
        assertThat(request.path()).startsWith("/endpoints/llm/");
        assertThat(new Target(
                        "llm",
                        sent(request, known, "TargetVariant"),
                        sent(request, known, "InferenceComponentName"),
                        sent(request, known, "TargetModel"),
                        sent(request, known, "TargetContainerHostname")))
                .isEqualTo(WHOLE.carriedBy(action));
        // Should SageMaker come to take more, this is where we learn of it.
        assertThat(known.containsKey("TargetVariant")).isEqualTo(action != Action.INVOKE_ASYNC);
        assertThat(known.containsKey("InferenceComponentName")).isEqualTo(action != Action.INVOKE_ASYNC);
        assertThat(known.containsKey("TargetContainerHostname")).isEqualTo(action != Action.INVOKE_ASYNC);
        assertThat(known.containsKey("TargetModel")).isEqualTo(action == Action.INVOKE);
    }

    /// The caller's own fields become the same as the SDK would have made of them.
    @ParameterizedTest
    @EnumSource
    void everyFieldOfTheApiIsSentWhereTheSdkSendsIt(Action action) {
        var headers = new Headers.Builder().add("content-type", "a/b").add("accept", "c/d");
        known(action).values().stream()
                .filter(name -> name.startsWith("X-Amzn-SageMaker-") && !NOT_THE_CALLERS.contains(name))
                .forEach(name -> headers.add(name, "value of " + name));
        var target = new Target("llm", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        var request = request(action, target, headers.build());
        var known = known(action);
        known.forEach((member, name) -> {
            if (name.startsWith("X-Amzn-SageMaker-") && !NOT_THE_CALLERS.contains(name)) {
                assertThat(request.fields().first(name)).contains("value of " + name);
            }
        });
        assertThat(sent(request, known, "ContentType")).contains("a/b");
        assertThat(sent(request, known, "Accept")).contains("c/d");
    }
}
