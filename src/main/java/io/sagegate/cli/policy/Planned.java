package io.sagegate.cli.policy;

import io.sagegate.cli.policy.document.CompiledPolicy;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// A policy that was planned against the one in force.
record Planned(CompiledPolicy inForce, CompiledPolicy wanted) {
    /// Reads both policies at the same time, since a large one takes half a second.
    static Planned of(Callable<CompiledPolicy> inForce, Callable<CompiledPolicy> wanted) throws Exception {
        try (var reader = Executors.newSingleThreadExecutor()) {
            var reading = reader.submit(inForce);
            var read = wanted.call();
            return new Planned(reading.get(), read);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception fault ? fault : e;
        }
    }
}
