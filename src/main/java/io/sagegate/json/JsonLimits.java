package io.sagegate.json;

import io.sagegate.kit.LambdaQuota;

/// The bounds of one read: total bytes, nesting depth, and digits of a number.
public record JsonLimits(int maxBytes, int maxDepth, int maxNumberLength) {
    /// Bounds for tokens, keys and discovery documents, which are small and shallow.
    public static final JsonLimits IDENTITY = new JsonLimits(262_144, 12, 32);

    /// Bounds for request and response bodies that a rule must read.
    public static final JsonLimits BODY = new JsonLimits(LambdaQuota.PAYLOAD_BYTES, 64, 400);

    public JsonLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxNumberLength < 1) {
            throw new IllegalArgumentException("JSON limits must be positive");
        }
    }
}
