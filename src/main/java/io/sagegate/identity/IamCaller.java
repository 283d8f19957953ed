package io.sagegate.identity;

import java.util.Optional;

/// The caller that AWS authenticated by SigV4, read from the event's request context and nowhere else. Function
/// URLs and HTTP APIs have it in `requestContext.authorizer.iam`, REST APIs in `requestContext.identity`.
///
/// @param userArn the caller's ARN as AWS gives it
/// @param accessKey the access key id that signed; not a secret
/// @param cognitoIdentityId the Cognito identity behind the credentials, if there is one
public record IamCaller(String userArn, Optional<String> accessKey, Optional<String> cognitoIdentityId) {}
