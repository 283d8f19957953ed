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
/// @param groupsAreSpaceSeparated whether that claim is one string of names separated by spaces, as
///     `scope` is (RFC 8693 §4.2)
/// @param required claims that must be there with exactly this text, such as `token_use: access`, or with any
public record ClaimRules(
        String audience,
        List<String> subject,
        List<String> groups,
        boolean groupsAreSpaceSeparated,
        Map<String, String> required) {
    /// Stands for any text but the empty one.
    public static final String ANY_TEXT = "";

    public ClaimRules {
        subject = List.copyOf(subject);
        groups = List.copyOf(groups);
        required = Map.copyOf(required);
        if (audience.isEmpty() || subject.isEmpty() || groups.isEmpty()) {
            throw new IllegalArgumentException("an issuer needs an audience, a subject and a groups claim");
        }
    }
}
