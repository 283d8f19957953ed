package io.sagegate.aws.sts;

import io.sagegate.identity.ApiClient;
import io.sagegate.identity.IamIdentity;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.kit.Sha256;

/// The caller's name in CloudTrail: `RoleSessionName` and `SourceIdentity`.
///
/// Both take 2 to 64 of the characters `\w+=,.@-` (STS API reference, AssumeRole). Other characters are replaced, and
/// a long name is cut. A part of the whole name's hash then keeps two callers apart.
final class SessionName {
    private static final int MAX = 64;
    private static final int HASH = 12;

    private SessionName() {}

    static String of(Principal principal) {
        return fitting(principal.issuer() + "." + who(principal), principal.issuer() + "\n" + principal.subject());
    }

    private static String who(Principal principal) {
        return switch (principal) {
            case OidcUser user -> user.subject();
            case ApiClient client -> client.client();
            case IamIdentity iam ->
                iam.arn().substring(iam.arn().lastIndexOf('/') + 1)
                        + iam.session().map(session -> "." + session).orElse("");
        };
    }

    private static String fitting(String wanted, String whole) {
        var plain = wanted.replaceAll("[^A-Za-z0-9_+=,.@-]", "-");
        return plain.equals(wanted) && plain.length() <= MAX
                ? plain
                : plain.substring(0, Math.min(plain.length(), MAX - HASH - 1)) + "-" + hash(whole);
    }

    private static String hash(String text) {
        return Sha256.hex(text).substring(0, HASH);
    }
}
