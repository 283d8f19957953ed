package io.sagegate.policy;

import java.util.Arrays;
import java.util.Optional;

/// An action that a caller may take on an endpoint.
public enum Action {
    /// `sagemaker:InvokeEndpoint`.
    INVOKE("invoke"),
    /// `sagemaker:InvokeEndpointWithResponseStream`.
    INVOKE_STREAM("invoke-stream"),
    /// `sagemaker:InvokeEndpointAsync`.
    INVOKE_ASYNC("invoke-async");

    private final String code;

    Action(String code) {
        this.code = code;
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
