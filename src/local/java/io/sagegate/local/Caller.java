package io.sagegate.local;

import java.util.ArrayList;
import java.util.List;

/// A caller that the stack knows: a user of its issuer, or a role that its front accepts.
///
/// @param name its name for people
/// @param header the field that carries its credential
record Caller(String name, String header, String credential) {
    static Caller user(LocalIssuer issuer, String user) {
        return new Caller(user, "Authorization", "Bearer " + issuer.token(user));
    }

    static Caller role() {
        return new Caller(SampleCall.IAM_ARN, "X-Local-Iam-Arn", SampleCall.IAM_ARN);
    }

    /// The callers that the example policy lets make the sample call.
    static List<Caller> known(LocalWorld world) {
        List<Caller> callers = new ArrayList<>();
        world.localIssuer().ifPresent(issuer -> callers.add(user(issuer, "alice")));
        callers.add(role());
        return callers;
    }

    String field() {
        return header + ": " + credential;
    }

    /// Without the credential.
    @Override
    public String toString() {
        return "Caller[" + name + "]";
    }
}
