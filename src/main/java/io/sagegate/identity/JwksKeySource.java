package io.sagegate.identity;

import io.sagegate.identity.JwkReader.Jwk;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Key sets from the issuers' own discovery documents, cached. Thread-safe.
///
/// A set is fresh for [#FRESH]. An unknown key id, or a set past that age, causes at most one fetch
/// per issuer and [#COOLDOWN], however many requests ask; while the issuer is down the last good set
/// serves until [#STALE]. Sources: OpenID Connect Discovery §4; RFC 8414 §3; RFC 8725 §3.
public final class JwksKeySource implements KeySource {
    static final Duration FRESH = Duration.ofMinutes(10);
    static final Duration COOLDOWN = Duration.ofSeconds(30);
    static final Duration STALE = Duration.ofHours(6);

    private final Fetcher fetcher;
    private final InstantSource clock;
    private final boolean allowLoopbackHttp;
    private final Map<TrustedIssuer, Slot> slots = new ConcurrentHashMap<>();

    /// @param allowLoopbackHttp whether `http` on a loopback address is accepted: on a developer's machine only
    public JwksKeySource(Fetcher fetcher, InstantSource clock, boolean allowLoopbackHttp) {
        this.fetcher = fetcher;
        this.clock = clock;
        this.allowLoopbackHttp = allowLoopbackHttp;
    }

    @Override
    public Optional<PublicKey> key(TrustedIssuer issuer, String keyId, String algorithm)
            throws KeysUnavailableException {
        // Bounded: the policy names at most a few dozen issuers; a changed one gets a slot of its own.
        var slot = slots.computeIfAbsent(issuer, _ -> new Slot());
        var now = clock.instant();
        var keys = slot.keys;
        if (keys != null && now.isBefore(keys.fetched().plus(FRESH))) {
            var known = keys.find(keyId, algorithm);
            if (known.isPresent()) {
                return known;
            }
        }
        return slot.refreshed(issuer, now).find(keyId, algorithm);
    }

    private record KeySet(List<Jwk> keys, Instant fetched) {
        Optional<PublicKey> find(String keyId, String algorithm) {
            var matching = keys.stream()
                    .filter(jwk -> jwk.keyId().equals(keyId) && jwk.algorithms().contains(algorithm))
                    .toList();
            // Two keys of one id for one algorithm: which one was meant would be a guess.
            return matching.size() == 1 ? Optional.of(matching.getFirst().key()) : Optional.empty();
        }
    }

    private final class Slot {
        private volatile @Nullable KeySet keys;
        private Instant lastTry = Instant.MIN;

        /// One caller fetches, the others wait for its outcome and share it.
        private synchronized KeySet refreshed(TrustedIssuer issuer, Instant now) throws KeysUnavailableException {
            if (!lastTry.plus(COOLDOWN).isAfter(now)) {
                lastTry = now;
                try {
                    keys = new KeySet(fetch(issuer), now);
                } catch (IOException | JsonException e) {
                    // The last good set may serve a while; the next try is a cooldown away.
                }
            }
            var current = keys;
            if (current == null || !now.isBefore(current.fetched().plus(STALE))) {
                throw new KeysUnavailableException("no usable key set from issuer " + issuer.name());
            }
            return current;
        }
    }

    private List<Jwk> fetch(TrustedIssuer issuer) throws IOException, JsonException {
        var jwksUri = issuer.jwksUri().isPresent() ? issuer.jwksUri().get() : discover(issuer);
        return JwkReader.read(fetcher.get(checked(jwksUri)));
    }

    private URI discover(TrustedIssuer issuer) throws IOException, JsonException {
        var base = issuer.issuer().endsWith("/")
                ? issuer.issuer().substring(0, issuer.issuer().length() - 1)
                : issuer.issuer();
        var place = checked(uri(base + "/.well-known/openid-configuration"));
        var document = Json.readObject(fetcher.get(place), JsonLimits.IDENTITY);
        if (!issuer.issuer().equals(document.get("issuer"))) {
            throw new IOException("the discovery document names another issuer");
        }
        if (!(document.get("jwks_uri") instanceof String jwks)) {
            throw new IOException("the discovery document has no jwks_uri");
        }
        return uri(jwks);
    }

    private URI checked(URI uri) throws IOException {
        var https = "https".equals(uri.getScheme());
        var loopback = allowLoopbackHttp && "http".equals(uri.getScheme()) && isLoopback(uri.getHost());
        if (uri.getHost() == null || uri.getUserInfo() != null || !(https || loopback)) {
            throw new IOException("not an https address");
        }
        return uri;
    }

    private static boolean isLoopback(@Nullable String host) {
        return "127.0.0.1".equals(host) || "localhost".equals(host) || "[::1]".equals(host);
    }

    private static URI uri(String text) throws IOException {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("not an address");
        }
    }
}
