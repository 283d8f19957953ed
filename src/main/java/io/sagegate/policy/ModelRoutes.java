package io.sagegate.policy;

import java.util.List;
import java.util.Set;

/// A model name of the OpenAI routes.
///
/// @param routes chosen from by weight
/// @param fallbacks tried in order when the chosen one is not available
/// @param operations which routes take it: `chat`, `completions`, `embeddings`
/// @param passesErrors whether callers may read its containers' own words when they fail
public record ModelRoutes(
        String name,
        List<ModelRoute> routes,
        List<ModelRoute> fallbacks,
        Set<String> operations,
        boolean passesErrors) {
    /// What may be asked of a model.
    public static final Set<String> OPERATIONS = Set.of("chat", "completions", "embeddings");

    public ModelRoutes {
        routes = List.copyOf(routes);
        fallbacks = List.copyOf(fallbacks);
        operations = Set.copyOf(operations);
    }
}
