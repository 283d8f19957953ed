package io.sagegate.sim.world;

import io.sagegate.identity.ApiKey;
import java.util.Optional;

/// Somebody who calls.
///
/// @param key an API key; empty for an IAM role, and for who bears tokens
/// @param bears whether tokens of the issuer prove who it is
record Caller(String name, Optional<ApiKey> key, boolean bears) {
    /// The member of a binding.
    String member() {
        if (bears) {
            return "idp:sub:" + name;
        }
        return key.isPresent() ? "key:" + name : "iam:arn:aws:iam::111122223333:role/" + name;
    }
}
