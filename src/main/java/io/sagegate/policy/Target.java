package io.sagegate.policy;

import java.util.Optional;

/// What a call is aimed at: the endpoint and, where the caller names them, the parts of it.
///
/// @param endpoint `EndpointName`
/// @param variant `TargetVariant`
/// @param component `InferenceComponentName`
/// @param model `TargetModel` of a multi-model endpoint
/// @param container `TargetContainerHostname` of a multi-container endpoint
public record Target(
        String endpoint,
        Optional<String> variant,
        Optional<String> component,
        Optional<String> model,
        Optional<String> container) {
    /// What a call of this kind can be aimed at: not all operations of SageMaker Runtime take every part.
    public Target carriedBy(Action action) {
        return switch (action) {
            case INVOKE -> this;
            case INVOKE_STREAM -> new Target(endpoint, variant, component, Optional.empty(), container);
            case INVOKE_ASYNC -> ofEndpoint(endpoint);
        };
    }

    boolean isCarriedBy(Action action) {
        return carriedBy(action).equals(this);
    }

    public static Target ofEndpoint(String endpoint) {
        return new Target(endpoint, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
