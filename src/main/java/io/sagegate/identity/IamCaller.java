package io.sagegate.identity;

import java.util.Optional;

/// The caller that AWS itself authenticated by SigV4, as it stands in the event's request context and
/// nowhere else (Function URL and HTTP API: `requestContext.authorizer.iam`; REST API:
/// `requestContext.identity`).
///
/// @param userArn the caller's ARN as AWS gives it
/// @param accessKey the access key id that signed; not a secret
/// @param cognitoIdentityId the Cognito identity behind the credentials, where there is one
public record IamCaller(String userArn, Optional<String> accessKey, Optional<String> cognitoIdentityId) {}
