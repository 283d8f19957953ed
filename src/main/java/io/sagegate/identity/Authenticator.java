package io.sagegate.identity;

import java.util.List;

/// Turns a credential into a principal. Thread-safe.
public final class Authenticator {
    private final TokenVerifier tokens;
    private final ApiKeys keys;

    public Authenticator(TokenVerifier tokens, ApiKeys keys) {
        this.tokens = tokens;
        this.keys = keys;
    }

    /// Authenticates one credential against the issuers that the current policy trusts.
    public Authentication authenticate(Credential credential, List<TrustedIssuer> issuers) {
        return switch (credential) {
            case Credential.Unusable unusable -> new Authentication.Refused(unusable.reason());
            case Credential.Iam iam -> IamArn.authenticate(iam.caller());
            case Credential.BearerToken bearer ->
                switch (tokens.verify(bearer.token(), issuers)) {
                    case TokenVerifier.Verified verified ->
                        new Authentication.Authenticated(verified.token().user());
                    case TokenVerifier.Rejected rejected ->
                        new Authentication.Refused(rejected.reason(), rejected.evidence(), rejected.advice());
                };
            case Credential.PresentedKey presented -> keys.authenticate(presented.key());
        };
    }
}
