package io.sagegate.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// One route that can serve a call, with the permit to take it.
public record Hop(ModelRoute route, Decision.Permit permit) {
    /// Puts the routes in order: first the one that the weights choose, then the fallbacks, then all other routes.
    ///
    /// @param below returns a random number from 0 up to its argument, which is excluded
    public static List<Hop> inOrder(List<Hop> routes, List<Hop> fallbacks, IntUnaryOperator below) {
        var chosen = chosen(routes, below);
        var all = new ArrayList<Hop>(chosen);
        all.addAll(fallbacks);
        for (var hop : routes) {
            if (!chosen.contains(hop)) {
                all.add(hop);
            }
        }
        return all;
    }

    private static List<Hop> chosen(List<Hop> routes, IntUnaryOperator below) {
        var total = 0;
        for (var hop : routes) {
            total += hop.route().weight();
        }
        var at = total == 0 ? 0 : below.applyAsInt(total);
        for (var hop : routes) {
            at -= hop.route().weight();
            if (at < 0) {
                return List.of(hop);
            }
        }
        return List.of();
    }
}
