package io.sagegate.policy;

import io.sagegate.identity.Principal;
import io.sagegate.identity.TrustedIssuer;
import java.util.List;
import java.util.Map;

/// One revision of the policy, as one request sees it from start to end.
public interface Policy {
    long revision();

    /// Every trusted issuer, read as one item. A token that names another issuer therefore causes no read.
    List<TrustedIssuer> issuers();

    /// The roles bound to any of the principal's member names, expired bindings included.
    ///
    /// @throws PolicyUnavailableException if any of them could not be read whole
    List<Assignment> rolesOf(Principal principal) throws PolicyUnavailableException;

    /// The names of the OpenAI routes, read as one item.
    ///
    /// @throws PolicyUnavailableException if they could not be read whole
    Map<String, ModelRoutes> models() throws PolicyUnavailableException;
}
