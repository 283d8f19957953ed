package io.sagegate.local.world;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/// An endpoint that [SageMakerFront] serves.
///
/// @param container the container of the first variant, which answers if a call names none
/// @param variants the other production variants' containers by variant name; the first variant is `AllTraffic`
/// @param components the inference components' containers; if there are any, a call must name one
/// @param targetModels the models of a multi-model endpoint; empty for an endpoint with one model
public record HostedEndpoint(
        URI container, Map<String, URI> variants, Map<String, URI> components, Set<String> targetModels) {
    static final String FIRST_VARIANT = "AllTraffic";

    public HostedEndpoint {
        variants = Map.copyOf(variants);
        components = Map.copyOf(components);
        targetModels = Set.copyOf(targetModels);
    }

    /// Makes the usual endpoint, with one model and one variant.
    public static HostedEndpoint of(URI container) {
        return new HostedEndpoint(container, Map.of(), Map.of(), Set.of());
    }

    public HostedEndpoint withVariants(Map<String, URI> others) {
        return new HostedEndpoint(container, others, components, targetModels);
    }

    public HostedEndpoint withComponents(Map<String, URI> hosted) {
        return new HostedEndpoint(container, variants, hosted, targetModels);
    }

    public HostedEndpoint withTargetModels(Set<String> models) {
        return new HostedEndpoint(container, variants, components, models);
    }
}
