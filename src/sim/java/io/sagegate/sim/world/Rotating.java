package io.sagegate.sim.world;

import io.sagegate.identity.ApiKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One client whose key rotates: its secret, and what is known of its keys. Times are virtual nanoseconds.
final class Rotating {
    final Caller caller;
    final SimSecrets.Secret secret;

    /// When the end of each key was moved for good, by the key's id: its successor's rotation was finished.
    final Map<String, Long> retired = new HashMap<>();

    /// Keys that clients may have read, by their ids.
    final Set<String> wasCurrent = new HashSet<>();

    /// When a step of a rotation last failed.
    long failed = Long.MIN_VALUE;

    int rotations;

    Rotating(Caller caller, SimSecrets.Secret secret) {
        this.caller = caller;
        this.secret = secret;
    }

    /// A key as a client has read it.
    record Held(ApiKey key, long read) {}

    /// The key that is current now; empty if the current version holds none.
    Optional<ApiKey> current() {
        return key(SimSecrets.CURRENT);
    }

    Optional<ApiKey> key(String label) {
        return Optional.ofNullable(secret.labels().get(label))
                .flatMap(version -> Optional.ofNullable(secret.versions().get(version)))
                .map(SimSecrets::key);
    }

    /// Whether a new rotation may begin: none is pending.
    boolean isSettled() {
        var pending = secret.labels().get(SimSecrets.PENDING);
        return pending == null || pending.equals(secret.labels().get(SimSecrets.CURRENT));
    }
}
