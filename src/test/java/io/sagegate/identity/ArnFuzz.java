package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An IAM identity is named by an ARN of a kind that rules can name, with nothing of the session in it.
public final class ArnFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        var text = new String(input, StandardCharsets.UTF_8);
        var caller = new IamCaller(text, Optional.of("AKIAIOSFODNN7EXAMPLE"), Optional.empty());
        if (IamArn.authenticate(caller) instanceof Authentication.Authenticated(IamIdentity identity)) {
            assertThat(identity.arn())
                    .matches("arn:aws[a-z-]*:(iam::\\d{12}:(user|role)/|sts::\\d{12}:federated-user/)[!-~]+");
            assertThat(text).contains(identity.account());
            identity.session().ifPresent(session -> assertThat(text).endsWith("/" + session));
        }
    }
}
