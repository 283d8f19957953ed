package io.sagegate.identity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A caller whose JWT was verified.
///
/// @param issuer the issuer's name in the policy
/// @param issuerUri the `iss` claim
/// @param subject the value of the configured subject claim
/// @param groups the values of the configured groups claim
/// @param tokenId the `jti` claim
/// @param claims the token's claims, for conditions
/// @param tags the tags that the token carries
public record OidcUser(
        String issuer,
        String issuerUri,
        String subject,
        List<String> groups,
        Optional<String> tokenId,
        Map<String, @Nullable Object> claims,
        ClaimTags tags)
        implements Principal {
    /// A user of an issuer that names no claim for tags.
    public OidcUser(
            String issuer,
            String issuerUri,
            String subject,
            List<String> groups,
            Optional<String> tokenId,
            Map<String, @Nullable Object> claims) {
        this(issuer, issuerUri, subject, groups, tokenId, claims, ClaimTags.NONE);
    }

    @Override
    public String kind() {
        return "oidc";
    }

    @Override
    public Optional<String> session() {
        return tokenId;
    }

    @Override
    public Set<String> members() {
        var members = new LinkedHashSet<String>();
        members.add(issuer + ":sub:" + subject);
        groups.forEach(group -> members.add(issuer + ":group:" + group));
        return members;
    }

    /// Without the claims, which may hold personal data.
    @Override
    public String toString() {
        return "OidcUser[" + issuer + ":sub:" + subject + "]";
    }
}
