package io.sagegate.lambda;

import io.sagegate.aws.call.Credentials;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// The credentials of the function's own role for the request path's calls: straight from the environment, where Lambda
/// puts them, or by the SDK's provider where they are served at an address. Thread-safe.
final class FunctionCredentials implements Supplier<Credentials> {
    private final Optional<Credentials> given;
    private final Once<RoleCredentials> served = new Once<>(RoleCredentials::new);

    /// @param environment the function's
    FunctionCredentials(Map<String, String> environment) {
        this.given = environment.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI")
                ? Optional.empty()
                : Credentials.of(environment);
    }

    @Override
    public Credentials get() {
        return given.orElseGet(this::fetched);
    }

    private Credentials fetched() {
        var fetched = served.get().resolveCredentials();
        var token = fetched instanceof AwsSessionCredentials session
                ? Optional.of(session.sessionToken())
                : Optional.<String>empty();
        return new Credentials(fetched.accessKeyId(), fetched.secretAccessKey(), token);
    }

    /// For clients of the SDK.
    AwsCredentialsProvider provider() {
        return served.get();
    }

    /// Drops what is cached: a copy of a snapshot asks for its own.
    void forget() {
        if (given.isEmpty()) {
            served.get().forget();
        }
    }
}
