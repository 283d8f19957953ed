package io.sagegate.policy;

import java.util.Optional;
import java.util.OptionalLong;

/// The facts of a request that conditions may look at.
///
/// @param sourceIp the address that AWS says the request came from, or empty
/// @param bytes the body's size in bytes; empty when the body lies in S3 and its size is not known
/// @param contentType the body's media type as it was sent
public record Facts(String sourceIp, OptionalLong bytes, Optional<String> contentType) {
    public Facts(String sourceIp, long bytes, Optional<String> contentType) {
        this(sourceIp, OptionalLong.of(bytes), contentType);
    }
}
