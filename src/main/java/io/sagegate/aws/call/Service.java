package io.sagegate.aws.call;

import java.net.URI;
import java.util.Optional;

/// An AWS service in one region.
///
/// @param name the name that signatures use
public record Service(String name, String region, Origin origin) {
    /// Returns the service at an address of its own, or else at the region's public one.
    ///
    /// @param prefix the part before the region in the host's name
    /// @param suffix the partition's domain, such as `amazonaws.com`
    public static Service of(String name, String prefix, String region, String suffix, Optional<URI> address) {
        var uri = address.orElseGet(() -> URI.create("https://" + prefix + "." + region + "." + suffix));
        return new Service(name, region, Origin.of(uri));
    }
}
