package io.sagegate;

/// This build's version, as in the pom and in the template's output `GatewayVersion`.
public final class Version {
    public static final String CURRENT = "0.1.0";

    private Version() {}
}
