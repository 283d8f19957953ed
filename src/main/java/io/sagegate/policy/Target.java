package io.sagegate.policy;

import io.sagegate.policy.name.EndpointArn;
import java.util.Optional;

/// The target of a call: the endpoint, and the parts of it that the caller names.
///
/// @param endpoint `EndpointName`, of the function's own region and account, or a whole ARN
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
    /// Gives the hash that a record would, without its cost on each call.
    @Override
    public int hashCode() {
        return 31 * endpoint.hashCode()
                + variant.hashCode()
                + component.hashCode()
                + model.hashCode()
                + container.hashCode();
    }

    /// Returns the parts that a call of this action can carry. Not all operations of SageMaker Runtime take every
    /// part.
    public Target carriedBy(Action action) {
        return switch (action) {
            case INVOKE -> this;
            case INVOKE_STREAM -> new Target(endpoint, variant, component, Optional.empty(), container);
            case INVOKE_ASYNC -> ofEndpoint(endpoint);
        };
    }

    /// `EndpointName`, however the endpoint is named.
    public String name() {
        return EndpointArn.name(endpoint);
    }

    /// Where the endpoint is, if it is named whole.
    public Optional<EndpointArn> arn() {
        return EndpointArn.of(endpoint);
    }

    /// The same part of the endpoint of that name or ARN.
    Target at(String other) {
        return new Target(other, variant, component, model, container);
    }

    boolean isCarriedBy(Action action) {
        return carriedBy(action).equals(this);
    }

    public static Target ofEndpoint(String endpoint) {
        return new Target(endpoint, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
