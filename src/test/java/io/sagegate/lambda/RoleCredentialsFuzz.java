package io.sagegate.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.aws.call.Fields;
import io.sagegate.fuzz.FuzzTarget;

/// Answers of the address of the role's credentials: credentials that a request can carry, or none.
public final class RoleCredentialsFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        RoleCredentials.read(input).ifPresent(held -> {
            assertThat(held.renewal()).isBefore(held.end());
            var credentials = held.credentials();
            assertThat(credentials.accessKeyId()).isNotBlank();
            assertThat(credentials.secretAccessKey()).isNotBlank();
            assertThat(new Fields()
                            .add("authorization", "AWS4-HMAC-SHA256 Credential=" + credentials.accessKeyId())
                            .add("x-amz-security-token", credentials.sessionToken()))
                    .isNotNull();
        });
    }
}
