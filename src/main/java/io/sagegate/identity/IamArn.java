package io.sagegate.identity;

import io.sagegate.reason.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/// Turns the ARN that AWS gives for a caller into the identity that rules name.
///
/// Source: IAM User Guide, "IAM identifiers" (ARN formats of users, roles, assumed-role sessions, federated
/// users and root).
final class IamArn {
    private static final Pattern ARN = Pattern.compile(
            "arn:(aws|aws-cn|aws-us-gov|aws-iso[a-z-]*|aws-eusc):(iam|sts)::([0-9]{12}):([^:\\s]{1,700})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9+=,.@_-]{1,128}");
    private static final Pattern USER_PATH = Pattern.compile("(?:[!-.0-~]{1,511}/)*");

    private IamArn() {}

    static Authentication authenticate(IamCaller caller) {
        return identity(caller)
                .<Authentication>map(Authentication.Authenticated::new)
                .orElseGet(() -> new Authentication.Refused(Reason.IAM_IDENTITY_NOT_ACCEPTED));
    }

    private static Optional<IamIdentity> identity(IamCaller caller) {
        var matcher = ARN.matcher(caller.userArn());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var prefix = "arn:" + matcher.group(1) + ":";
        var account = matcher.group(3);
        var resource = matcher.group(4);
        if (matcher.group(2).equals("iam")) {
            // Root is refused: no binding could name it, and nobody should be using it.
            return resource.startsWith("user/") && isUser(resource.substring("user/".length()))
                    ? Optional.of(identity(caller, caller.userArn(), account, Optional.empty()))
                    : Optional.empty();
        }
        var parts = resource.split("/", -1);
        if (parts.length == 3 && parts[0].equals("assumed-role") && isName(parts[1]) && isName(parts[2])) {
            var role = prefix + "iam::" + account + ":role/" + parts[1];
            return Optional.of(identity(caller, role, account, Optional.of(parts[2])));
        }
        if (parts.length == 2 && parts[0].equals("federated-user") && isName(parts[1])) {
            return Optional.of(identity(caller, caller.userArn(), account, Optional.empty()));
        }
        return Optional.empty();
    }

    private static IamIdentity identity(IamCaller caller, String arn, String account, Optional<String> session) {
        return new IamIdentity(arn, account, session, caller.accessKey(), caller.cognitoIdentityId());
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static boolean isUser(String pathAndName) {
        var slash = pathAndName.lastIndexOf('/') + 1;
        return isName(pathAndName.substring(slash))
                && USER_PATH.matcher(pathAndName.substring(0, slash)).matches();
    }
}
