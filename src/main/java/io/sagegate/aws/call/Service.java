package io.sagegate.aws.call;

import java.net.URI;
import java.util.Optional;

/// An AWS service in one region.
///
/// @param name as signatures have it
public record Service(String name, String region, Origin origin) {
    /// At an address of its own, or else at the region's public one.
    ///
    /// @param prefix what stands before the region in the host's name
    /// @param suffix the partition's domain, such as `amazonaws.com`
    public static Service of(String name, String prefix, String region, String suffix, Optional<URI> address) {
        var uri = address.orElseGet(() -> URI.create("https://" + prefix + "." + region + "." + suffix));
        return new Service(name, region, Origin.of(uri));
    }
}
