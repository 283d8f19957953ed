package io.sagegate.lambda;

import io.sagegate.aws.call.Credentials;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// The credentials of the function's own role, for the request path's calls. They come from the environment, if
/// Lambda puts them there, or else from the SDK's provider, which asks an address. Thread-safe.
final class FunctionCredentials implements Supplier<Credentials> {
    private final Optional<Credentials> given;
    private final Once<RoleCredentials> served = new Once<>(RoleCredentials::new);

    /// @param environment the function's environment variables
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

    /// Returns a provider for the SDK's clients.
    AwsCredentialsProvider provider() {
        return served.get();
    }

    /// Drops cached credentials, because a copy of a snapshot must request its own.
    void forget() {
        if (given.isEmpty()) {
            served.get().forget();
        }
    }
}
