package io.sagegate.identity;

import java.util.List;
import java.util.Map;

/// Which claims of an issuer's tokens mean what.
///
/// A path is a list of member names, outermost first: names such as `cognito:groups` and
/// `https://acme.com/roles` hold any character, so no character could part them.
///
/// @param audience the claim that says for whom the token is: `aud`, except for Cognito's access tokens
/// @param subject the path of the claim that names the principal
/// @param groups the path of the claim whose values bind to roles
/// @param groupsFormat how that claim holds its values
/// @param groupsRequired whether a token without that claim is refused, so that no rule which denies a group is
///     escaped by leaving the claim away
/// @param required claims that must be there, each with a value of its own
public record ClaimRules(
        String audience,
        List<String> subject,
        List<String> groups,
        GroupsFormat groupsFormat,
        boolean groupsRequired,
        Map<String, RequiredClaim> required) {
    /// How a groups claim holds its values.
    public enum GroupsFormat {
        /// A list of names, or one name.
        LIST,
        /// One text of names separated by spaces, as `scope` is (RFC 8693 §4.2).
        SCOPE,
        /// An object whose member names are the groups, as in Zitadel's project roles.
        MEMBERS
    }

    public ClaimRules {
        subject = List.copyOf(subject);
        groups = List.copyOf(groups);
        required = Map.copyOf(required);
        if (audience.isEmpty() || subject.isEmpty() || groups.isEmpty()) {
            throw new IllegalArgumentException("an issuer needs an audience, a subject and a groups claim");
        }
    }

    /// Rules for tokens whose groups are a list and may be left away.
    public static ClaimRules of(String audience, List<String> subject, List<String> groups) {
        return new ClaimRules(audience, subject, groups, GroupsFormat.LIST, false, Map.of());
    }
}
