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

/// What can be done with API keys. Thread-safe.
public final class KeyService {
    /// IAM sessions last twelve hours at most, so no key does.
    public static final Duration LONGEST_LIFE = Duration.ofHours(12);

    /// How long a key lives when nobody says otherwise, as IAM role sessions do.
    public static final Duration USUAL_LIFE = Duration.ofHours(1);

    private final KeyRegistry registry;
    private final InstantSource clock;
    private final SecureRandom random;

    public KeyService(KeyRegistry registry, InstantSource clock, SecureRandom random) {
        this.registry = registry;
        this.clock = clock;
        this.random = random;
    }

    /// A key that was made just now: the only moment its text is known.
    public record Issued(ApiKey key, StoredKey stored) {}

    /// Makes a key for a client.
    public Issued issue(String client, Duration life) throws KeyExistsException {
        var key = ApiKey.generate(random);
        return new Issued(key, admit(key, client, life));
    }

    /// Lets a key in that was made elsewhere. Doing it again with the same key changes nothing, so a step that
    /// was cut off can be repeated.
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

    /// Makes a new key for the client of an old one, which goes on for `overlap` and then ends.
    ///
    /// @return empty when there is no such key or it does not work any more
    public Optional<Issued> rotate(String oldId, Duration life, Duration overlap) throws KeyExistsException {
        var old = registry.find(oldId).filter(key -> key.isActive(clock.instant()));
        if (old.isEmpty()) {
            return Optional.empty();
        }
        var issued = issue(old.get().client(), life);
        retire(oldId, overlap);
        return Optional.of(issued);
    }

    /// Lets a key go on for `overlap`, no longer. Never lengthens a life.
    public boolean retire(String id, Duration overlap) {
        if (overlap.isNegative()) {
            throw new IllegalArgumentException("an overlap is not negative");
        }
        return registry.endAt(id, clock.instant().plus(overlap));
    }

    /// Takes a key back at once; gateways notice within the policy's time to live.
    public boolean revoke(String id) {
        return registry.revoke(id, clock.instant());
    }

    public Optional<StoredKey> find(String id) {
        return registry.find(id);
    }

    /// Keys by client and age, of one client where one is named.
    public List<StoredKey> list(Optional<String> client) {
        return registry.list().stream()
                .filter(key -> client.isEmpty() || client.get().equals(key.client()))
                .sorted(Comparator.comparing(StoredKey::client).thenComparing(StoredKey::created))
                .toList();
    }
}
