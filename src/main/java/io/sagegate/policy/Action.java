package io.sagegate.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// An action that a caller may take on an endpoint.
public enum Action {
    /// `sagemaker:InvokeEndpoint`.
    ///
    /// SageMaker gives a container 60 s, and 10 s more cover the network.
    INVOKE("invoke", Duration.ofSeconds(70)),
    /// `sagemaker:InvokeEndpointWithResponseStream`.
    ///
    /// SageMaker ends a stream after eight minutes, and 10 s more cover the network.
    INVOKE_STREAM("invoke-stream", Duration.ofMinutes(8).plusSeconds(10)),
    /// `sagemaker:InvokeEndpointAsync`.
    ///
    /// The time is that of putting the call into the queue.
    INVOKE_ASYNC("invoke-async", Duration.ofSeconds(70));

    private final String code;
    private final Duration longest;

    Action(String code, Duration longest) {
        this.code = code;
        this.longest = longest;
    }

    /// The longest that a call of SageMaker can take.
    public Duration longest() {
        return longest;
    }

    /// The name in policies, answers and audit lines.
    public String code() {
        return code;
    }

    public static Optional<Action> ofCode(String code) {
        return Arrays.stream(values())
                .filter(action -> action.code.equals(code))
                .findFirst();
    }
}
