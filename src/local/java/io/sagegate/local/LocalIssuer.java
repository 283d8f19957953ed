package io.sagegate.local;

import com.nimbusds.jose.jwk.JWK;
import io.sagegate.local.witness.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import no.nav.security.mock.oauth2.token.RequestMapping;
import no.nav.security.mock.oauth2.token.RequestMappingTokenCallback;
import okhttp3.HttpUrl;

/// An OIDC issuer on loopback: discovery, JWKS, a token endpoint that knows `alice` and `mallory`, and tokens for
/// tests.
///
/// For people, `curl -d grant_type=client_credentials -d client_id=alice -d client_secret=x <token endpoint>` gives a
/// token.
public final class LocalIssuer implements AutoCloseable {
    public static final String AUDIENCE = "api://sagegate";
    private static final String NAME = "local";
    private static final String OTHER = "other";
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Map<String, List<String>> GROUPS =
            Map.of("alice", List.of("clinicians"), "mallory", List.of("visitors"), "tristan", List.of("trial"));

    private final MockOAuth2Server server;
    private final String base;

    private LocalIssuer(MockOAuth2Server server) {
        this.server = server;
        this.base = "http://127.0.0.1:" + server.baseUrl().port() + "/";
    }

    /// Starts an issuer that signs with RS256.
    public static LocalIssuer start() {
        return start("RS256");
    }

    /// Starts an issuer that signs with the given algorithm: RS256, ES256 or PS256.
    public static LocalIssuer start(String algorithm) {
        List<JWK> freshKeys = List.of();
        OAuth2TokenProvider tokens = new OAuth2TokenProvider(new KeyProvider(freshKeys, algorithm), () -> null);
        RequestMappingTokenCallback callback = new RequestMappingTokenCallback(
                NAME,
                GROUPS.keySet().stream()
                        .map(user -> new RequestMapping("client_id", user, claims(user), "JWT"))
                        .toList(),
                LIFE.toSeconds());
        MockOAuth2Server server =
                new MockOAuth2Server(new OAuth2Config(false, null, null, false, tokens, Set.of(callback)));
        server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
        LocalIssuer issuer = new LocalIssuer(server);
        issuer.warm();
        return issuer;
    }

    /// Makes first answers, which take seconds on a slow machine: more than the gateway gives an issuer.
    private void warm() {
        for (String document : List.of("/.well-known/openid-configuration", "/jwks")) {
            try (InputStream in = URI.create(uri() + document).toURL().openStream()) {
                in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The `iss` of every token for a known user.
    public URI uri() {
        return URI.create(base + NAME);
    }

    public URI tokenEndpoint() {
        return URI.create(base + NAME + "/token");
    }

    /// A good token for `alice` or `mallory`, or for anybody else without groups.
    public String token(String user) {
        return sign(NAME, claims(user), LIFE);
    }

    /// A good token with these claims over the user's own.
    public String token(String user, Map<String, Object> changes) {
        Map<String, Object> claims = claims(user);
        claims.putAll(changes);
        return sign(NAME, claims, LIFE);
    }

    /// A token that expired an hour ago.
    public String expiredToken(String user) {
        return sign(NAME, claims(user), LIFE.negated());
    }

    public String wrongAudienceToken(String user) {
        return token(user, Map.of("aud", List.of("api://elsewhere")));
    }

    /// A well-signed token of an issuer that no policy names.
    public String otherIssuerToken(String user) {
        return sign(OTHER, claims(user), LIFE);
    }

    private String sign(String issuer, Map<String, Object> claims, Duration life) {
        // The library takes the duration's milliseconds for seconds.
        var expiry = Duration.ofMillis(life.toSeconds());
        var token = server.anyToken(HttpUrl.get(base + issuer), claims, expiry).serialize();
        Witness.current().secret("token", token);
        return token;
    }

    private static Map<String, Object> claims(String user) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("sub", user);
        claims.put("aud", List.of(AUDIENCE));
        claims.put("groups", GROUPS.getOrDefault(user, List.of()));
        return claims;
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
