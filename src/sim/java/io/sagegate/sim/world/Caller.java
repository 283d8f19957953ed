package io.sagegate.sim.world;

import io.sagegate.identity.ApiKey;
import java.util.Optional;

/// Somebody who calls.
///
/// @param key an API key; empty for an IAM role
record Caller(String name, Optional<ApiKey> key) {
    /// The member of a binding.
    String member() {
        return key.isPresent() ? "key:" + name : "iam:arn:aws:iam::111122223333:role/" + name;
    }
}
