package io.sagegate.keys;

import io.sagegate.identity.ApiKey;
import io.sagegate.identity.StoredKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The operations on API keys: issue, admit, rotate, retire, revoke and list. Thread-safe.
public final class KeyService {
    /// Hours of the longest life of a key, which is also the longest life of an IAM session.
    public static final Duration LONGEST_LIFE = Duration.ofHours(12);

    /// Hours of a key's life if no other life is given, as for IAM role sessions.
    public static final Duration USUAL_LIFE = Duration.ofHours(1);

    private final KeyRegistry registry;
    private final InstantSource clock;
    private final SecureRandom random;

    public KeyService(KeyRegistry registry, InstantSource clock, SecureRandom random) {
        this.registry = registry;
        this.clock = clock;
        this.random = random;
    }

    /// A key that was made just now. Its text is known at no later moment.
    public record Issued(ApiKey key, StoredKey stored) {}

    /// Makes a key for a client.
    public Issued issue(String client, Duration life) throws KeyExistsException {
        var key = ApiKey.generate(random);
        return new Issued(key, admit(key, client, life));
    }

    /// Stores a key that was made elsewhere. Storing the same key again changes nothing, so a step that was cut off
    /// can be repeated.
    public StoredKey admit(ApiKey key, String client, Duration life) throws KeyExistsException {
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException("a key lives from one second to twelve hours, as IAM sessions do");
        }
        var known = registry.find(key.id());
        if (known.isPresent()
                && known.get().hash().equals(key.hash())
                && known.get().client().equals(client)) {
            return known.get();
        }
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var stored = new StoredKey(key.id(), client, key.hash(), now, now.plus(life), Optional.empty());
        registry.add(stored);
        return stored;
    }

    /// Makes a new key for the client of an old one. The old key works for `overlap` and then ends.
    ///
    /// @return empty if there is no such key or it is not active any more
    public Optional<Issued> rotate(String oldId, Duration life, Duration overlap) throws KeyExistsException {
        var old = registry.find(oldId).filter(key -> key.isActive(clock.instant()));
        if (old.isEmpty()) {
            return Optional.empty();
        }
        var issued = issue(old.get().client(), life);
        retire(oldId, overlap);
        return Optional.of(issued);
    }

    /// Lets a key work for `overlap` and no longer. It never lengthens a key's life.
    public boolean retire(String id, Duration overlap) {
        if (overlap.isNegative()) {
            throw new IllegalArgumentException("an overlap is not negative");
        }
        return registry.endAt(id, clock.instant().plus(overlap));
    }

    /// Revokes a key at once. Gateways see it within the policy's time to live.
    public boolean revoke(String id) {
        return registry.revoke(id, clock.instant());
    }

    public Optional<StoredKey> find(String id) {
        return registry.find(id);
    }

    /// Lists keys by client and age, or those of one client.
    public List<StoredKey> list(Optional<String> client) {
        return registry.list().stream()
                .filter(key -> client.isEmpty() || client.get().equals(key.client()))
                .sorted(Comparator.comparing(StoredKey::client).thenComparing(StoredKey::created))
                .toList();
    }
}
