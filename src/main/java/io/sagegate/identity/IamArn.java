package io.sagegate.identity;

import io.sagegate.reason.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/// Turns the ARN that AWS gives for a caller into the identity that rules name.
///
/// Source: IAM User Guide, "IAM identifiers" (ARN formats of users, roles, assumed-role sessions, federated
/// users and root).
final class IamArn {
    private static final Pattern PARTITION = Pattern.compile("aws|aws-cn|aws-us-gov|aws-iso[a-z-]*|aws-eusc");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern USER_PATH = Pattern.compile("(?:[!-.0-~]{1,511}/)*");

    /// Characters of the longest resource: a path of 512, a name of 64, and what stands between.
    private static final int MOST_RESOURCE = 700;

    private static final int MOST_NAME = 128;
    private static final String MARKS = "+=,.@_-";

    private IamArn() {}

    static Authentication authenticate(IamCaller caller) {
        return identity(caller)
                .<Authentication>map(Authentication.Authenticated::new)
                .orElseGet(() -> new Authentication.Refused(Reason.IAM_IDENTITY_NOT_ACCEPTED));
    }

    private static Optional<IamIdentity> identity(IamCaller caller) {
        var arn = caller.userArn().split(":", 7);
        if (arn.length != 6
                || !arn[0].equals("arn")
                || !PARTITION.matcher(arn[1]).matches()
                || !arn[3].isEmpty()
                || !ACCOUNT.matcher(arn[4]).matches()
                || arn[5].length() > MOST_RESOURCE) {
            return Optional.empty();
        }
        return switch (arn[2]) {
            case "iam" -> user(caller, arn[4], arn[5]);
            case "sts" -> session(caller, "arn:" + arn[1] + ":iam::" + arn[4] + ":role/", arn[4], arn[5]);
            default -> Optional.empty();
        };
    }

    /// Root is refused: no binding could name it, and nobody should be using it.
    private static Optional<IamIdentity> user(IamCaller caller, String account, String resource) {
        return resource.startsWith("user/") && isUser(resource.substring("user/".length()))
                ? Optional.of(identity(caller, caller.userArn(), account, Optional.empty()))
                : Optional.empty();
    }

    /// @param roles what stands before the name of a role in its ARN
    private static Optional<IamIdentity> session(IamCaller caller, String roles, String account, String resource) {
        var parts = resource.split("/", -1);
        if (parts.length == 3 && parts[0].equals("assumed-role") && isName(parts[1]) && isName(parts[2])) {
            return Optional.of(identity(caller, roles + parts[1], account, Optional.of(parts[2])));
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
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            var letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MOST_NAME;
    }

    private static boolean isUser(String pathAndName) {
        var slash = pathAndName.lastIndexOf('/') + 1;
        return isName(pathAndName.substring(slash))
                && USER_PATH.matcher(pathAndName.substring(0, slash)).matches();
    }
}
