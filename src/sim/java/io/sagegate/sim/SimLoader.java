package io.sagegate.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Loads the gateway's own classes a second time, with time, chance, waiting and the network led to the simulation:
/// see [Redirects]. So the classes that ship run, and need no ports for the simulation's sake.
final class SimLoader extends ClassLoader {
    private static final String OURS = "io.sagegate.";
    private static final String OUTSIDE = "io.sagegate.sim.";

    /// Changed classes, which all worlds of this JVM share.
    private static final Map<String, byte[]> CHANGED = new ConcurrentHashMap<>();

    private final Map<String, byte[]> mutants;

    /// @param mutants classes that replace those of the class path, by name
    SimLoader(Map<String, byte[]> mutants) {
        super("simulation", SimLoader.class.getClassLoader());
        this.mutants = Map.copyOf(mutants);
    }

    /// The world, which runs a plan.
    @SuppressWarnings("unchecked")
    Function<Plan, Report> world() {
        try {
            return (Function<Plan, Report>) loadClass("io.sagegate.sim.world.Runner")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || isOutside(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    /// Whether the class is of this room, which both sides share.
    private static boolean isOutside(String name) {
        return name.startsWith(OUTSIDE) && name.indexOf('.', OUTSIDE.length()) < 0;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var mutant = mutants.get(name);
        var bytes = mutant == null ? CHANGED.computeIfAbsent(name, this::changed) : Redirects.of(name, mutant);
        if (bytes.length == 0) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] changed(String name) {
        var file = name.replace('.', '/') + ".class";
        try (var in = getParent().getResourceAsStream(file)) {
            return in == null ? new byte[0] : Redirects.of(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
