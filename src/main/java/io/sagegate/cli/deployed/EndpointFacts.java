package io.sagegate.cli.deployed;

import java.util.List;

/// A SageMaker endpoint that is deployed.
///
/// @param status such as `InService`
/// @param components names of the inference components on it
/// @param images container images of its variants
/// @param async whether it takes asynchronous calls, and no others
public record EndpointFacts(
        String name,
        String arn,
        String status,
        List<String> variants,
        List<String> components,
        List<String> images,
        boolean async) {
    public EndpointFacts {
        variants = List.copyOf(variants);
        components = List.copyOf(components);
        images = List.copyOf(images);
    }
}
