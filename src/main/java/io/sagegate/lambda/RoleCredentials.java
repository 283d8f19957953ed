package io.sagegate.lambda;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;

/// The credentials of the function's own role. Lambda puts them into the environment. Under SnapStart the environment
/// would be frozen into the snapshot, so Lambda serves them at an address instead.
///
/// Source: Lambda Developer Guide, "Defined runtime environment variables" (SnapStart uses
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI`).
final class RoleCredentials implements AwsCredentialsProvider {
    private volatile AwsCredentialsProvider source = source();

    private static AwsCredentialsProvider source() {
        return SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI
                        .getStringValue()
                        .isPresent()
                ? ContainerCredentialsProvider.create()
                : EnvironmentVariableCredentialsProvider.create();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return source.resolveCredentials();
    }

    /// Drops cached credentials, because a copy of a snapshot must request its own.
    void forget() {
        source = source();
    }
}
