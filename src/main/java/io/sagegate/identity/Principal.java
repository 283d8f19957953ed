package io.sagegate.identity;

import java.util.Optional;
import java.util.Set;

/// An authenticated caller. Made only by this package's authenticators; carries no credential.
public sealed interface Principal permits OidcUser, IamIdentity, ApiClient {
    /// The kind: `oidc`, `iam` or `key`. The set is fixed, so it may be a metric dimension.
    String kind();

    /// The configured name of the issuer, `iam` or `key`. Together with [#subject] it is unique.
    String issuer();

    /// The caller's name within the issuer.
    String subject();

    /// The session or actor behind the subject. No rule matches it.
    Optional<String> session();

    /// Every name by which a binding may refer to this caller, such as `okta:group:fraud-team`.
    Set<String> members();
}
