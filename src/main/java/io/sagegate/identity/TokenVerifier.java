package io.sagegate.identity;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.DeserializationException;
import io.jsonwebtoken.io.Deserializer;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Verifies access tokens from trusted issuers. Thread-safe.
///
/// Sources: RFC 7519 §7.2; RFC 8725; RFC 9068 §4; OpenID Connect Core §3.1.3.7.
public final class TokenVerifier {
    /// The outcome of a verification.
    public sealed interface Outcome {}

    /// The token holds.
    public record Verified(VerifiedToken token) implements Outcome {}

    /// The token does not hold.
    public record Rejected(Reason reason) implements Outcome {}

    private final KeySource keys;
    private final InstantSource clock;
    private final VerifiedTokens cache;

    public TokenVerifier(KeySource keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
        this.cache = new VerifiedTokens();
    }

    /// Verifies a compact JWT against exactly the issuer it names, if that one is trusted.
    public Outcome verify(String token, List<TrustedIssuer> issuers) {
        if (token.length() > CompactJws.MAX_LENGTH) {
            return new Rejected(Reason.MALFORMED_TOKEN);
        }
        var now = clock.instant();
        var known = cache.find(token);
        if (known != null && issuers.contains(known.issuer())) {
            return known.dates()
                    .refusal(now, known.issuer().clockSkew())
                    .<Outcome>map(Rejected::new)
                    .orElseGet(() -> new Verified(known.token()));
        }
        try {
            return verify(token, CompactJws.parse(token), issuers, now);
        } catch (CompactJws.Refusal e) {
            return new Rejected(e.unsupported() ? Reason.UNSUPPORTED_TOKEN : Reason.MALFORMED_TOKEN);
        }
    }

    private Outcome verify(String token, CompactJws jws, List<TrustedIssuer> issuers, Instant now) {
        var named = jws.issuer();
        var issuer = issuers.stream()
                .filter(trusted -> named.isPresent() && trusted.issuer().equals(named.get()))
                .findFirst();
        if (issuer.isEmpty()) {
            return new Rejected(Reason.UNKNOWN_ISSUER);
        }
        var trusted = issuer.get();
        if (!trusted.algorithms().contains(jws.algorithm())) {
            return new Rejected(Reason.UNSUPPORTED_TOKEN);
        }
        try {
            var key = keys.key(trusted, jws.keyId(), jws.algorithm());
            if (key.isEmpty() || !hasValidSignature(token, jws.algorithm(), key.get())) {
                return new Rejected(Reason.INVALID_SIGNATURE);
            }
        } catch (KeysUnavailableException e) {
            return new Rejected(Reason.ISSUER_UNAVAILABLE);
        }
        return verifyClaims(token, jws.claims(), trusted, now);
    }

    private Outcome verifyClaims(
            String token, Map<String, @Nullable Object> claims, TrustedIssuer issuer, Instant now) {
        var dates = TokenDates.of(claims);
        if (dates.isEmpty()) {
            return new Rejected(claims.containsKey("exp") ? Reason.MALFORMED_TOKEN : Reason.MISSING_CLAIM);
        }
        var late = dates.get().refusal(now, issuer.clockSkew());
        if (late.isPresent()) {
            return new Rejected(late.get());
        }
        if (!hasAudience(claims.get("aud"), issuer)) {
            return new Rejected(Reason.WRONG_AUDIENCE);
        }
        var subject = Claims.name(Claims.at(claims, issuer.subjectClaim()));
        var groups = Claims.values(Claims.at(claims, issuer.groupsClaim()), issuer.groupsAreSpaceSeparated());
        if (subject.isEmpty() || groups.isEmpty()) {
            return new Rejected(Reason.MISSING_CLAIM);
        }
        var user = new OidcUser(
                issuer.name(), issuer.issuer(), subject.get(), groups.get(), Claims.name(claims.get("jti")), claims);
        var verified = new VerifiedToken(user, dates.get().expiry());
        cache.keep(token, new VerifiedTokens.Known(issuer, dates.get(), verified));
        return new Verified(verified);
    }

    private static boolean hasAudience(@Nullable Object audience, TrustedIssuer issuer) {
        return switch (audience) {
            case String one -> issuer.audiences().contains(one);
            case List<?> several ->
                several.stream().allMatch(String.class::isInstance)
                        && several.stream().anyMatch(issuer.audiences()::contains);
            case null, default -> false;
        };
    }

    @SuppressWarnings("JavaUtilDate") // jjwt's clock is made of it.
    private static boolean hasValidSignature(String token, String algorithm, PublicKey key) {
        try {
            // jjwt picks the algorithm from the header; it may only find the one we looked up the key for.
            // Dates and claims are judged by us, to the strictness above, so its own clock never objects.
            Jwts.parser()
                    .json(StrictDeserializer.INSTANCE)
                    .clock(() -> new Date(0))
                    .clockSkewSeconds(Duration.ofDays(4_000_000).toSeconds())
                    .sig()
                    .clear()
                    .add((SecureDigestAlgorithm<?, ?>) Jwts.SIG.get().forKey(algorithm))
                    .and()
                    .verifyWith(key)
                    .build()
                    .parseSignedClaims(token);
            return true;
        } catch (JwtException | IllegalArgumentException e) {
            return false;
        }
    }

    /// Gives jjwt our strict reader, so that both see the same members.
    private enum StrictDeserializer implements Deserializer<Map<String, ?>> {
        INSTANCE;

        @Override
        @Deprecated
        public Map<String, ?> deserialize(byte[] bytes) {
            try {
                return Json.readObject(bytes, JsonLimits.IDENTITY);
            } catch (JsonException e) {
                throw new DeserializationException("not strict JSON");
            }
        }

        @Override
        public Map<String, ?> deserialize(Reader reader) {
            try {
                var text = new StringBuilder();
                var buffer = new char[4_096];
                for (var n = reader.read(buffer);
                        n >= 0 && text.length() <= CompactJws.MAX_LENGTH;
                        n = reader.read(buffer)) {
                    text.append(buffer, 0, n);
                }
                return Json.readObject(text.toString().getBytes(StandardCharsets.UTF_8), JsonLimits.IDENTITY);
            } catch (IOException | JsonException e) {
                throw new DeserializationException("not strict JSON");
            }
        }
    }
}
