package io.sagegate.policy;

import java.util.Optional;
import java.util.OptionalLong;

/// What conditions may look at in a request.
///
/// @param sourceIp the address that AWS says the request came from, or empty
/// @param bytes the body's size; empty when it lies somewhere else, and nobody here can tell
/// @param contentType the body's media type as it was sent
public record Facts(String sourceIp, OptionalLong bytes, Optional<String> contentType) {
    public Facts(String sourceIp, long bytes, Optional<String> contentType) {
        this(sourceIp, OptionalLong.of(bytes), contentType);
    }
}
