package io.sagegate.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Evidence: the facts about a refused credential. It is for the record alone, and no rule matches a name in it.
///
/// Every text is bounded, and none of them authenticates anybody.
public sealed interface Evidence {
    /// Characters of the longest text kept of a claim, which is also the longest subject in the record.
    int MAX_TEXT = 512;

    /// Most audiences kept of a token: real tokens have one to three.
    int MAX_AUDIENCES = 8;

    /// A token that a trusted issuer signed, and that was refused for its claims.
    ///
    /// @param issuer the issuer's name in the policy
    /// @param issuerUri the `iss` claim
    /// @param subject the value of the configured subject claim, if it is a name
    /// @param audiences the audiences of the token, as far as the claim can be read
    record SignedToken(String issuer, String issuerUri, Optional<String> subject, List<String> audiences)
            implements Evidence {
        public SignedToken {
            issuer = cut(issuer);
            issuerUri = cut(issuerUri);
            subject = subject.map(Evidence::cut);
            audiences =
                    audiences.stream().limit(MAX_AUDIENCES).map(Evidence::cut).toList();
        }

        static SignedToken of(Map<String, @Nullable Object> claims, TrustedIssuer issuer) {
            return new SignedToken(
                    issuer.name(),
                    issuer.issuer(),
                    Claims.name(Claims.at(claims, issuer.claims().subject())),
                    Claims.texts(claims.get(issuer.claims().audience())));
        }

        /// Without the subject, which may be personal data.
        @Override
        public String toString() {
            return "SignedToken[" + issuer + "]";
        }
    }

    /// An API key whose checksum holds. The checksum finds typing errors; it is no proof, since anybody can compute
    /// one.
    ///
    /// @param keyId the key's public part
    record PresentedKey(String keyId) implements Evidence {
        public PresentedKey {
            keyId = cut(keyId);
        }
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
