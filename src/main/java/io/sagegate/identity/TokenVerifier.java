package io.sagegate.identity;

import io.sagegate.reason.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Verifies access tokens from trusted issuers. Thread-safe.
///
/// Sources: RFC 7519 §7.2; RFC 8725; RFC 9068 §4; OpenID Connect Core §3.1.3.7.
public final class TokenVerifier {
    /// Minutes that a verification is remembered. After them, tokens of a key that its issuer withdrew stop
    /// working.
    static final Duration REMEMBERED = Duration.ofMinutes(10);

    /// The outcome of a verification.
    public sealed interface Outcome {}

    /// The token holds.
    public record Verified(VerifiedToken token) implements Outcome {}

    /// The token does not hold.
    ///
    /// @param evidence the token's facts, if its signature held
    /// @param advice the values that would be accepted instead
    public record Rejected(Reason reason, Optional<Evidence> evidence, Optional<String> advice) implements Outcome {
        Rejected(Reason reason) {
            this(reason, Optional.empty(), Optional.empty());
        }

        private static Rejected signed(Reason reason, Map<String, @Nullable Object> claims, TrustedIssuer issuer) {
            return new Rejected(
                    reason,
                    Optional.of(Evidence.SignedToken.of(claims, issuer)),
                    reason == Reason.WRONG_AUDIENCE ? Advice.audiences(claims, issuer) : Optional.empty());
        }
    }

    private final KeySource keys;
    private final InstantSource clock;
    private final VerifiedTokens cache = new VerifiedTokens();

    public TokenVerifier(KeySource keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /// Verifies a compact JWT against exactly the issuer it names, if that one is trusted.
    public Outcome verify(String token, List<TrustedIssuer> issuers) {
        if (token.length() > CompactJws.MAX_LENGTH) {
            return new Rejected(Reason.MALFORMED_TOKEN);
        }
        var now = clock.instant();
        var hash = VerifiedTokens.hash(token);
        var known = cache.find(hash);
        if (known != null && known.until().isAfter(now) && isAmong(issuers, known.issuer())) {
            return known.dates()
                    .refusal(now, known.issuer().clockSkew())
                    .<Outcome>map(reason ->
                            Rejected.signed(reason, known.token().user().claims(), known.issuer()))
                    .orElseGet(() -> new Verified(known.token()));
        }
        try {
            var jws = CompactJws.parse(token);
            var issuer = issuerOf(jws, issuers);
            if (issuer.isEmpty()) {
                return new Rejected(Reason.UNKNOWN_ISSUER, Optional.empty(), Advice.issuers(issuers));
            }
            return signatureRefusal(jws, issuer.get())
                    .<Outcome>map(Rejected::new)
                    .orElseGet(() -> claims(hash, jws.claims(), issuer.get(), now));
        } catch (CompactJws.Refusal e) {
            return new Rejected(e.unsupported() ? Reason.UNSUPPORTED_TOKEN : Reason.MALFORMED_TOKEN);
        }
    }

    /// Compares by reference first: a comparison of all of an issuer's members costs a hundred times as much.
    @SuppressWarnings("ReferenceEquality") // only a short cut before the comparison
    private static boolean isAmong(List<TrustedIssuer> issuers, TrustedIssuer wanted) {
        for (var issuer : issuers) {
            if (issuer == wanted) {
                return true;
            }
        }
        return issuers.contains(wanted);
    }

    private static Optional<TrustedIssuer> issuerOf(CompactJws jws, List<TrustedIssuer> issuers) {
        var named = jws.issuer();
        return issuers.stream()
                .filter(trusted -> named.isPresent() && trusted.issuer().equals(named.get()))
                .findFirst();
    }

    private Optional<Reason> signatureRefusal(CompactJws jws, TrustedIssuer issuer) {
        if (!issuer.algorithms().contains(jws.algorithm()) || (issuer.accessTokensOnly() && !jws.isAccessToken())) {
            return Optional.of(Reason.UNSUPPORTED_TOKEN);
        }
        try {
            var key = keys.key(issuer, jws.keyId(), jws.algorithm());
            return key.isPresent() && jws.isSignedBy(key.get())
                    ? Optional.empty()
                    : Optional.of(Reason.INVALID_SIGNATURE);
        } catch (KeysUnavailableException e) {
            return Optional.of(Reason.ISSUER_UNAVAILABLE);
        }
    }

    private Outcome claims(
            VerifiedTokens.Hash hash, Map<String, @Nullable Object> claims, TrustedIssuer issuer, Instant now) {
        var dates = TokenDates.of(claims);
        if (dates.isEmpty()) {
            return Rejected.signed(
                    claims.containsKey("exp") ? Reason.MALFORMED_TOKEN : Reason.MISSING_CLAIM, claims, issuer);
        }
        var late = dates.get().refusal(now, issuer.clockSkew());
        if (late.isPresent()) {
            return Rejected.signed(late.get(), claims, issuer);
        }
        return switch (ClaimReader.read(claims, issuer)) {
            case ClaimReader.Unacceptable(var reason) -> Rejected.signed(reason, claims, issuer);
            case ClaimReader.Read(var user) -> {
                var verified = new VerifiedToken(user, dates.get().expiry());
                cache.keep(hash, new VerifiedTokens.Known(issuer, dates.get(), now.plus(REMEMBERED), verified));
                yield new Verified(verified);
            }
        };
    }
}
