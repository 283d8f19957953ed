package io.sagegate.lambda;

import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Wire;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The credentials of the function's own role. Lambda puts them into the environment. Under SnapStart the environment
/// would be frozen into the snapshot, so Lambda serves them at an address instead. Thread-safe.
///
/// Source: Lambda Developer Guide, "Defined runtime environment variables" (SnapStart uses
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI`).
final class FunctionCredentials implements Supplier<Credentials> {
    private final Optional<Credentials> given;
    private final Optional<RoleCredentials> served;

    /// @param environment the function's environment variables
    FunctionCredentials(Map<String, String> environment, Wire wire, InstantSource clock) {
        this.served = Optional.ofNullable(environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
                .map(address -> new RoleCredentials(
                        wire,
                        URI.create(address),
                        Optional.ofNullable(environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN")),
                        clock));
        this.given = served.isPresent() ? Optional.empty() : Credentials.of(environment);
    }

    @Override
    public Credentials get() {
        return given.orElseGet(this::fetched);
    }

    private Credentials fetched() {
        return served.orElseThrow(() -> new IllegalStateException("the function's role has no credentials"))
                .get();
    }

    /// Drops kept credentials, because a copy of a snapshot must request its own.
    void forget() {
        served.ifPresent(RoleCredentials::forget);
    }
}
