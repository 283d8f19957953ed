package io.sagegate.identity;

import java.util.Optional;
import java.util.Set;

/// An authenticated caller. Made only by this package's authenticators; carries no credential.
public sealed interface Principal permits OidcUser, IamIdentity, ApiClient {
    /// `oidc`, `iam` or `key`: from this fixed set, so it may be a metric dimension.
    String kind();

    /// The configured name of the issuer, `iam` or `key`: with [#subject], unique.
    String issuer();

    /// Who, within the issuer.
    String subject();

    /// The session or actor behind the subject; never used to match a rule.
    Optional<String> session();

    /// Every name by which a binding may refer to this caller, such as `okta:group:fraud-team`.
    Set<String> members();
}
