package io.sagegate.policy;

import java.util.List;
import java.util.Set;

/// The routes and fallbacks behind one model name of the OpenAI API.
///
/// @param routes the routes, from which one is chosen by weight
/// @param fallbacks the routes tried in order when the chosen one is not available
/// @param operations the OpenAI operations that take the name: `chat`, `completions`, `embeddings`
/// @param passesErrors whether callers may read its containers' own words when they fail
public record ModelRoutes(
        String name,
        List<ModelRoute> routes,
        List<ModelRoute> fallbacks,
        Set<String> operations,
        boolean passesErrors) {
    /// The operations that a model can be asked for.
    public static final Set<String> OPERATIONS = Set.of("chat", "completions", "embeddings");

    public ModelRoutes {
        routes = List.copyOf(routes);
        fallbacks = List.copyOf(fallbacks);
        operations = Set.copyOf(operations);
    }
}
