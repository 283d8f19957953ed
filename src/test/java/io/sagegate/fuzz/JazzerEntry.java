package io.sagegate.fuzz;

import org.jspecify.annotations.Nullable;

/// The methods that Jazzer calls, by these names: the target is its first argument.
public final class JazzerEntry {
    private static @Nullable FuzzTarget target;

    private JazzerEntry() {}

    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTargets.of(arguments[0]);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (target != null) {
            target.accept(input);
        }
    }
}
