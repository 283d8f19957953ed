package io.sagegate.identity;

import java.util.Optional;
import java.util.Set;

/// A caller that presented a valid API key.
///
/// @param client the client's name in bindings, stable over rotations
/// @param keyId the id of the key that was presented
public record ApiClient(String client, String keyId) implements Principal {
    /// The prefix of every API key.
    public static final String KEY_PREFIX = "sg_";

    @Override
    public String kind() {
        return "key";
    }

    @Override
    public String issuer() {
        return "key";
    }

    @Override
    public String subject() {
        return client;
    }

    @Override
    public Optional<String> session() {
        return Optional.of(keyId);
    }

    @Override
    public Set<String> members() {
        return Set.of("key:" + client);
    }
}
