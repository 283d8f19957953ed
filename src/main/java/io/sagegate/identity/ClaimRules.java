package io.sagegate.identity;

import java.util.List;
import java.util.Map;

/// The rules that say which claim of an issuer's tokens means what.
///
/// A path is a list of member names, outermost first. A name may hold any character, as in `cognito:groups` and
/// `https://acme.com/roles`, so no character could separate names.
///
/// @param audience the claim that says for whom the token is: `aud`, except for Cognito's access tokens
/// @param subject the path of the claim that names the principal
/// @param groups the path of the claim whose values bind to roles
/// @param groupsFormat how that claim holds its values
/// @param groupsRequired whether a token without that claim is refused, so that it escapes no denial of a group
/// @param required claims that must be there, each with a value of its own
/// @param tags the names of tags, each with the path of the claim that has its value
public record ClaimRules(
        String audience,
        List<String> subject,
        List<String> groups,
        GroupsFormat groupsFormat,
        boolean groupsRequired,
        Map<String, RequiredClaim> required,
        Map<String, List<String>> tags) {
    /// The form in which a groups claim holds its values.
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
        tags = Map.copyOf(tags);
        if (audience.isEmpty() || subject.isEmpty() || groups.isEmpty()) {
            throw new IllegalArgumentException("an issuer needs an audience, a subject and a groups claim");
        }
    }

    /// Rules without tags.
    public ClaimRules(
            String audience,
            List<String> subject,
            List<String> groups,
            GroupsFormat groupsFormat,
            boolean groupsRequired,
            Map<String, RequiredClaim> required) {
        this(audience, subject, groups, groupsFormat, groupsRequired, required, Map.of());
    }

    /// Makes rules for tokens whose groups are a list and may be absent.
    public static ClaimRules of(String audience, List<String> subject, List<String> groups) {
        return new ClaimRules(audience, subject, groups, GroupsFormat.LIST, false, Map.of());
    }
}
