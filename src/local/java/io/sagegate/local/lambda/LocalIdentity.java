package io.sagegate.local.lambda;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The IAM identity that a developer claims at the local front, in the form that AWS would report.
///
/// Only the local fronts can make one: on AWS it comes from a verified signature.
record LocalIdentity(String arn, String account, String userId, String accessKey) {
    /// The header that claims the identity; it never reaches the function.
    static final String HEADER = "X-Local-Iam-Arn";

    private static final Pattern ROLE =
            Pattern.compile("arn:aws[a-z-]*:sts::([0-9]{12}):assumed-role/([\\w+=,.@-]{1,64})/([\\w+=,.@-]{2,64})");
    private static final Pattern USER = Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):user/([\\w+=,.@/-]{1,576})");

    static LocalIdentity parse(String arn) {
        Matcher role = ROLE.matcher(arn);
        if (role.matches()) {
            return new LocalIdentity(arn, role.group(1), "AROALOCAL:" + role.group(3), "ASIALOCAL");
        }
        Matcher user = USER.matcher(arn);
        if (user.matches()) {
            return new LocalIdentity(arn, user.group(1), "AIDALOCAL", "AKIALOCAL");
        }
        throw new IllegalArgumentException(HEADER
                + " must be an assumed-role ARN (arn:aws:sts::<account>:assumed-role/<role>/<session>) or a user ARN"
                + " (arn:aws:iam::<account>:user/<name>)");
    }
}
