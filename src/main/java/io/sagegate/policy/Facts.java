package io.sagegate.policy;

import java.util.Optional;

/// What conditions may look at in a request.
///
/// @param sourceIp the address that AWS says the request came from, or empty
/// @param bytes the body's size
/// @param contentType the body's media type as it was sent
public record Facts(String sourceIp, long bytes, Optional<String> contentType) {}
