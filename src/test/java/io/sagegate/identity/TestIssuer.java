package io.sagegate.identity;

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
final class TestIssuer implements Fetcher, InstantSource {
    static final String ISSUER = "https://id.example";
    static final String AUDIENCE = "api://sagegate";
    static final long NOW = 1_800_000_000L;
    static final ClaimRules CLAIMS = ClaimRules.of("aud", List.of("sub"), List.of("groups"));

    final TestKey key;
    final AtomicInteger fetches = new AtomicInteger();
    private final Map<URI, byte[]> documents = new ConcurrentHashMap<>();
    private final JwksKeySource keys = new JwksKeySource(this, this, false);
    private final TokenVerifier verifier = new TokenVerifier(keys, this);
    private volatile Instant now = Instant.ofEpochSecond(NOW);
    volatile boolean down;

    TestIssuer(TestKey key) {
        this.key = key;
        publish(key.jwk());
    }

    static TestIssuer signing(String algorithm) {
        return new TestIssuer(TestKey.of("k1", algorithm));
    }

    void publish(String... jwks) {
        publishAt(ISSUER, ISSUER, ISSUER + "/keys", jwks);
    }

    void publishAt(String place, String says, String keysAt, String... jwks) {
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

    void pass(Duration time) {
        now = now.plus(time);
    }

    JwksKeySource keys() {
        return keys;
    }

    TrustedIssuer trusted() {
        return trusted(CLAIMS);
    }

    TrustedIssuer trusted(ClaimRules claims) {
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
    static Map<String, String> claims() {
        var claims = new LinkedHashMap<String, String>();
        claims.put("iss", "\"" + ISSUER + "\"");
        claims.put("sub", "\"alice\"");
        claims.put("aud", "\"" + AUDIENCE + "\"");
        claims.put("exp", Long.toString(NOW + 3_600));
        claims.put("iat", Long.toString(NOW));
        claims.put("groups", "[\"clinicians\"]");
        return claims;
    }

    static String json(Map<String, String> members) {
        return "{"
                + String.join(
                        ",",
                        members.entrySet().stream()
                                .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
                                .toList())
                + "}";
    }

    static String with(String name, String value) {
        var claims = claims();
        claims.put(name, value);
        return json(claims);
    }

    static String without(String name) {
        var claims = claims();
        claims.remove(name);
        return json(claims);
    }

    String token() {
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

    String verify(String token) {
        return verify(token, UnaryOperator.identity());
    }

    /// `ok`, or the reason's code.
    String verify(String token, UnaryOperator<TrustedIssuer> configured) {
        return outcome(verifier.verify(token, List.of(configured.apply(trusted()))));
    }

    TokenVerifier verifier() {
        return verifier;
    }

    static String outcome(TokenVerifier.Outcome outcome) {
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
