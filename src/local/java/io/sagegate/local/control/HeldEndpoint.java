package io.sagegate.local.control;

import java.util.List;

/// An endpoint of the account.
///
/// @param policy the endpoint's own policy; empty for none
/// @param image the container's image
public record HeldEndpoint(
        String name, List<String> variants, List<String> components, String image, String status, String policy) {
    public static HeldEndpoint of(String name, List<String> variants, List<String> components, String image) {
        return new HeldEndpoint(name, variants, components, image, "InService", "");
    }

    public HeldEndpoint withPolicy(String other) {
        return new HeldEndpoint(name, variants, components, image, status, other);
    }

    public HeldEndpoint withStatus(String other) {
        return new HeldEndpoint(name, variants, components, image, other, policy);
    }
}
