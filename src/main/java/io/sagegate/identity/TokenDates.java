package io.sagegate.identity;

import io.sagegate.reason.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The dates that bound a token's life (RFC 7519 §4.1.4 to §4.1.6). `exp` is required.
record TokenDates(Instant expiry, Optional<Instant> notBefore, Optional<Instant> issuedAt) {
    /// Reads the dates; empty if `exp` is missing or any date is not a NumericDate.
    static Optional<TokenDates> of(Map<String, @Nullable Object> claims) {
        var expiry = Claims.date(claims.get("exp"));
        var notBefore = Claims.date(claims.get("nbf"));
        var issuedAt = Claims.date(claims.get("iat"));
        if (expiry.isEmpty()
                || (claims.containsKey("nbf") && notBefore.isEmpty())
                || (claims.containsKey("iat") && issuedAt.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new TokenDates(expiry.get(), notBefore, issuedAt));
    }

    /// The reason why the token does not hold at this instant, if there is one. The token ends at `exp` itself.
    Optional<Reason> refusal(Instant now, Duration skew) {
        if (!now.isBefore(expiry.plus(skew))) {
            return Optional.of(Reason.TOKEN_EXPIRED);
        }
        var latestStart = now.plus(skew);
        var early = notBefore.filter(latestStart::isBefore).isPresent()
                || issuedAt.filter(latestStart::isBefore).isPresent();
        return early ? Optional.of(Reason.TOKEN_NOT_YET_VALID) : Optional.empty();
    }
}
