package io.sagegate.identity;

import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Checks API keys. A mistyped key has an answer of its own, from its checksum, which proves nothing. Every other
/// failure has one and the same answer: no such key, wrong secret, expired, revoked, too long a life.
public final class ApiKeys {
    /// Minutes: how far ahead the clock of the machine that issued a key may be.
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final String NO_HASH = "0".repeat(64);

    private final ApiKeyStore store;
    private final Duration maxLife;
    private final InstantSource clock;

    /// @param maxLife the longest life of a key: the duration of the IAM sessions it stands beside
    public ApiKeys(ApiKeyStore store, Duration maxLife, InstantSource clock) {
        this.store = store;
        this.maxLife = maxLife;
        this.clock = clock;
    }

    public Authentication authenticate(String presented) {
        var key = ApiKey.parse(presented);
        if (key.isEmpty()) {
            return new Authentication.Refused(Reason.MALFORMED_KEY);
        }
        var evidence = new Evidence.PresentedKey(key.get().id());
        Optional<StoredKey> stored;
        try {
            stored = store.find(key.get().id());
        } catch (KeysUnavailableException e) {
            return new Authentication.Refused(Reason.POLICY_UNAVAILABLE, evidence);
        }
        var matches = isSame(key.get().hash(), stored.map(StoredKey::hash).orElse(NO_HASH));
        return stored.filter(one -> matches && isInForce(one))
                .<Authentication>map(one -> new Authentication.Authenticated(new ApiClient(one.client(), one.id())))
                .orElseGet(() -> new Authentication.Refused(Reason.INVALID_KEY, evidence));
    }

    /// Whether the key is in force. Rows that somebody wrote by hand with a longer life than keys may have are
    /// refused too.
    private boolean isInForce(StoredKey key) {
        var now = clock.instant();
        return key.isActive(now)
                && key.life().compareTo(maxLife) <= 0
                && !key.created().isAfter(now.plus(SKEW));
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
