package io.sagegate.identity;

import java.util.Optional;
import java.util.Set;

/// A caller that AWS authenticated by SigV4.
///
/// @param arn the normalised ARN that bindings name: a role's for assumed roles, else the user's
/// @param account the twelve-digit account
/// @param session the role session's name, for assumed roles
/// @param accessKey the access key id that signed
/// @param cognitoIdentityId the Cognito identity behind the credentials, if there is one
public record IamIdentity(
        String arn,
        String account,
        Optional<String> session,
        Optional<String> accessKey,
        Optional<String> cognitoIdentityId)
        implements Principal {
    @Override
    public String kind() {
        return "iam";
    }

    @Override
    public String issuer() {
        return "iam";
    }

    @Override
    public String subject() {
        return arn;
    }

    @Override
    public Set<String> members() {
        return Set.of("iam:" + arn);
    }
}
