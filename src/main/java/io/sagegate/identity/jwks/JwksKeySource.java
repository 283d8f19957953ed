package io.sagegate.identity.jwks;

import io.sagegate.identity.KeySource;
import io.sagegate.identity.KeysUnavailableException;
import io.sagegate.identity.TrustedIssuer;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The source of key sets from the issuers' own discovery documents, one [KeySlot] each. Issuers that share a key
/// id, or even a key, never answer for each other. Thread-safe.
public final class JwksKeySource implements KeySource {
    /// Most key slots: a changed issuer leaves its old slot behind. One more clears all of them.
    private static final int MAX_SLOTS = 2_048;

    private final Fetcher fetcher;
    private final InstantSource clock;
    private final boolean allowLoopbackHttp;
    private final Map<TrustedIssuer, KeySlot> slots = new ConcurrentHashMap<>();

    /// @param allowLoopbackHttp whether `http` on a loopback address is accepted: on a developer's machine only
    public JwksKeySource(Fetcher fetcher, InstantSource clock, boolean allowLoopbackHttp) {
        this.fetcher = fetcher;
        this.clock = clock;
        this.allowLoopbackHttp = allowLoopbackHttp;
    }

    @Override
    public Optional<PublicKey> key(TrustedIssuer issuer, Optional<String> keyId, String algorithm)
            throws KeysUnavailableException {
        var slot = slots.get(issuer);
        if (slot == null) {
            if (slots.size() >= MAX_SLOTS) {
                slots.clear();
            }
            slot = slots.computeIfAbsent(
                    issuer, one -> new KeySlot(new KeySetFetcher(one, fetcher, allowLoopbackHttp), clock));
        }
        return slot.key(keyId, algorithm);
    }
}
