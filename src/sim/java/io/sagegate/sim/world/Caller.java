package io.sagegate.sim.world;

import io.sagegate.identity.ApiKey;
import java.util.Optional;

/// Somebody who calls.
///
/// @param key an API key; empty for an IAM role, and for who bears tokens
/// @param bears whether tokens of the issuer prove who it is
/// @param rotates whether it reads its key from a secret that rotates
/// @param pair the subject of another issuer's user, which it shares
record Caller(String name, Optional<ApiKey> key, boolean bears, boolean rotates, Optional<String> pair) {
    /// The name of the issuer of its tokens. Every second caller is of the other one, where there are two.
    String issuer() {
        return pair.isPresent() ? "other" : "idp";
    }

    /// The subject of its tokens.
    String subject() {
        return pair.orElse(name);
    }

    /// The member of a binding.
    String member() {
        if (bears) {
            return issuer() + ":sub:" + subject();
        }
        return key.isPresent() || rotates ? "key:" + name : "iam:arn:aws:iam::111122223333:role/" + name;
    }
}
