package io.sagegate.identity;

import io.sagegate.identity.jwks.Fetcher;
import io.sagegate.identity.jwks.JwksKeySource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// An issuer with a clock and a key set of its own, read through the real key source.
public final class TestIssuer implements Fetcher, InstantSource {
    public static final String ISSUER = "https://id.example";
    public static final String AUDIENCE = "api://sagegate";
    public static final long NOW = 1_800_000_000L;
    public static final ClaimRules CLAIMS = ClaimRules.of("aud", List.of("sub"), List.of("groups"));

    public final TestKey key;
    public final AtomicInteger fetches = new AtomicInteger();
    private final Map<URI, byte[]> documents = new ConcurrentHashMap<>();
    private final JwksKeySource keys = new JwksKeySource(this, this, false);
    private final TokenVerifier verifier = new TokenVerifier(keys, this);
    private volatile Instant now = Instant.ofEpochSecond(NOW);
    public volatile boolean down;

    public TestIssuer(TestKey key) {
        this.key = key;
        publish(key.jwk());
    }

    static TestIssuer signing(String algorithm) {
        return new TestIssuer(TestKey.of("k1", algorithm));
    }

    public void publish(String... jwks) {
        publishAt(ISSUER, ISSUER, ISSUER + "/keys", jwks);
    }

    public void publishAt(String place, String says, String keysAt, String... jwks) {
        documents.put(
                URI.create(place + "/.well-known/openid-configuration"),
                ("{\"issuer\":\"" + says + "\",\"jwks_uri\":\"" + keysAt + "\"}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        documents.put(URI.create(keysAt), TestKey.set(jwks));
    }

    @Override
    public byte[] get(URI uri) throws IOException {
        fetches.incrementAndGet();
        var document = documents.get(uri);
        if (down || document == null) {
            throw new IOException("not there");
        }
        return document.clone();
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    JwksKeySource keys() {
        return keys;
    }

    public TrustedIssuer trusted() {
        return trusted(CLAIMS);
    }

    public TrustedIssuer trusted(ClaimRules claims) {
        return new TrustedIssuer(
                "okta",
                ISSUER,
                Set.of(AUDIENCE),
                TrustedIssuer.SUPPORTED_ALGORITHMS,
                claims,
                false,
                Optional.empty(),
                Duration.ofSeconds(60));
    }

    /// Good claims as JSON, each by name, so that a test may change one.
    public static Map<String, String> claims() {
        var claims = new LinkedHashMap<String, String>();
        claims.put("iss", "\"" + ISSUER + "\"");
        claims.put("sub", "\"alice\"");
        claims.put("aud", "\"" + AUDIENCE + "\"");
        claims.put("exp", Long.toString(NOW + 3_600));
        claims.put("iat", Long.toString(NOW));
        claims.put("groups", "[\"clinicians\"]");
        return claims;
    }

    public static String json(Map<String, String> members) {
        return "{"
                + String.join(
                        ",",
                        members.entrySet().stream()
                                .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
                                .toList())
                + "}";
    }

    public static String with(String name, String value) {
        var claims = claims();
        claims.put(name, value);
        return json(claims);
    }

    static String without(String name) {
        var claims = claims();
        claims.remove(name);
        return json(claims);
    }

    public String token() {
        return key.sign(json(claims()));
    }

    /// A good header with changes, each `"name":value`.
    String header(String... changes) {
        var members = new LinkedHashMap<String, String>();
        members.put("alg", "\"" + key.algorithm() + "\"");
        members.put("kid", "\"" + key.id() + "\"");
        for (var change : changes) {
            var colon = change.indexOf(':');
            members.put(change.substring(0, colon), change.substring(colon + 1));
        }
        return json(members);
    }

    public String verify(String token) {
        return verify(token, UnaryOperator.identity());
    }

    /// `ok`, or the reason's code.
    public String verify(String token, UnaryOperator<TrustedIssuer> configured) {
        return outcome(verifier.verify(token, List.of(configured.apply(trusted()))));
    }

    public TokenVerifier verifier() {
        return verifier;
    }

    public static String outcome(TokenVerifier.Outcome outcome) {
        return switch (outcome) {
            case TokenVerifier.Verified _ -> "ok";
            case TokenVerifier.Rejected rejected -> rejected.reason().code();
        };
    }

    Optional<OidcUser> user(String payload, ClaimRules rules) {
        return verifier.verify(key.sign(payload), List.of(trusted(rules))) instanceof TokenVerifier.Verified(var token)
                ? Optional.of(token.user())
                : Optional.empty();
    }
}
