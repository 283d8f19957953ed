package io.sagegate.cli.deployed;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Looks that are taken once, by the name of what is looked at.
final class Once<T> {
    private final Map<String, Look<T>> taken = new HashMap<>();

    Look<T> of(String name, Supplier<Look<T>> look) {
        return taken.computeIfAbsent(name, _ -> look.get());
    }
}
