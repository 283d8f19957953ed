package io.sagegate.local.world;

import java.net.URI;
import java.util.Map;

/// The container of an endpoint that a call goes to, by the call's target headers.
sealed interface Target {
    record Found(URI container, String variant) implements Target {}

    record Refused(RuntimeError error) implements Target {}

    static Target of(HostedEndpoint endpoint, Map<String, String> headers) {
        String model = headers.get("x-amzn-sagemaker-target-model");
        if (model != null && !endpoint.targetModels().contains(model)) {
            return refused(
                    endpoint.targetModels().isEmpty()
                            ? "Target model header is not supported on this endpoint; it hosts one model."
                            : "Failed to download model data for the target model. Model " + model + " not found.");
        }
        String component = headers.get("x-amzn-sagemaker-inference-component");
        String variant = headers.get("x-amzn-sagemaker-target-variant");
        return component == null && endpoint.components().isEmpty()
                ? variant(endpoint, variant == null ? HostedEndpoint.FIRST_VARIANT : variant)
                : component(endpoint, component == null ? "" : component);
    }

    private static Target component(HostedEndpoint endpoint, String component) {
        if (component.isEmpty()) {
            return refused("Inference Component Name header is required for endpoints to which you plan to deploy"
                    + " inference components. Please include Inference Component Name header or consider using"
                    + " SageMaker models.");
        }
        URI container = endpoint.components().get(component);
        return container == null
                ? refused("Inference Component " + component + " not found.")
                : new Found(container, HostedEndpoint.FIRST_VARIANT);
    }

    private static Target variant(HostedEndpoint endpoint, String variant) {
        if (variant.equals(HostedEndpoint.FIRST_VARIANT)) {
            return new Found(endpoint.container(), variant);
        }
        URI container = endpoint.variants().get(variant);
        return container == null
                ? refused("Variant " + variant + " not found in this endpoint.")
                : new Found(container, variant);
    }

    private static Target refused(String message) {
        return new Refused(RuntimeError.validation(message));
    }
}
