package io.sagegate.identity.jwks;

import io.sagegate.identity.TrustedIssuer;
import io.sagegate.identity.jwks.JwkReader.Jwk;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Fetches an issuer's key set from the address that the policy names. Without one, it uses the address in the
/// issuer's discovery document, which must be of the issuer's own origin. No part of a token ever becomes part of
/// an address.
///
/// Sources: OpenID Connect Discovery §4; RFC 8414 §3; RFC 8725 §3.8.
final class KeySetFetcher implements KeySlot.Source {
    private final TrustedIssuer issuer;
    private final Fetcher fetcher;
    private final boolean allowLoopbackHttp;
    private volatile @Nullable URI discovered;

    KeySetFetcher(TrustedIssuer issuer, Fetcher fetcher, boolean allowLoopbackHttp) {
        this.issuer = issuer;
        this.fetcher = fetcher;
        this.allowLoopbackHttp = allowLoopbackHttp;
    }

    /// Fetches the usable keys: at least one. A fetch for an unknown key asks the address found before, so it is a
    /// single request.
    @Override
    public List<Jwk> fetch(KeySlot.Cause cause) throws IOException, JsonException {
        var keys = JwkReader.read(fetcher.get(checked(place(cause))));
        if (keys.isEmpty()) {
            throw new IOException("the key set has no key that can be used");
        }
        return keys;
    }

    private URI place(KeySlot.Cause cause) throws IOException, JsonException {
        var place = issuer.jwksUri().orElse(discovered);
        if (place == null || (issuer.jwksUri().isEmpty() && cause != KeySlot.Cause.UNKNOWN_KEY)) {
            place = discover();
            discovered = place;
        }
        return place;
    }

    private URI discover() throws IOException, JsonException {
        var base = issuer.issuer().endsWith("/")
                ? issuer.issuer().substring(0, issuer.issuer().length() - 1)
                : issuer.issuer();
        var place = checked(uri(base + "/.well-known/openid-configuration"));
        var document = Json.readObject(fetcher.get(place), JsonLimits.IDENTITY);
        if (!issuer.issuer().equals(document.get("issuer"))) {
            throw new IOException("the discovery document names another issuer");
        }
        if (!(document.get("jwks_uri") instanceof String text)) {
            throw new IOException("the discovery document has no jwks_uri");
        }
        var keys = uri(text);
        if (!isSameOrigin(place, keys)) {
            throw new IOException(
                    "the discovery document names keys of another origin; name it as jwksUri to allow it");
        }
        return keys;
    }

    private URI checked(URI uri) throws IOException {
        var https = "https".equals(uri.getScheme());
        var loopback = allowLoopbackHttp && "http".equals(uri.getScheme()) && isLoopback(uri.getHost());
        if (uri.getHost() == null || uri.getUserInfo() != null || !(https || loopback)) {
            throw new IOException("not an https address");
        }
        return uri;
    }

    private static boolean isSameOrigin(URI one, URI other) {
        return Objects.equals(one.getScheme(), other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
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
