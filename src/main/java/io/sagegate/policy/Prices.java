package io.sagegate.policy;

import java.util.Map;
import java.util.Optional;

/// The prices of calls under a grant.
///
/// @param endpoint of calls whose component has no price of its own
/// @param components by the component's name
public record Prices(Optional<Price> endpoint, Map<String, Price> components) {
    public static final Prices NONE = new Prices(Optional.empty(), Map.of());

    public Prices {
        components = Map.copyOf(components);
    }

    /// The price of a call that is aimed there.
    public Optional<Price> of(Target target) {
        var ofComponent = target.component().map(components::get);
        return ofComponent.isPresent() ? ofComponent : endpoint;
    }
}
