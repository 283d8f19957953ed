package io.sagegate.lambda.rotation;

import io.sagegate.identity.ApiClient;
import io.sagegate.identity.ApiKey;
import io.sagegate.identity.ApiKeys;
import io.sagegate.identity.Authentication;
import io.sagegate.identity.StoredKey;
import io.sagegate.keys.KeyExistsException;
import io.sagegate.keys.KeyService;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The four steps of a rotation. Each step may be cut off anywhere and run again, with the same result.
///
/// The client's name is the secret's name without the prefix. So a person who may write a secret cannot turn it into
/// another client's. Source: Secrets Manager User Guide, "Lambda rotation functions".
final class KeyRotation {
    private final Secrets secrets;
    private final KeyService keys;
    private final InstantSource clock;
    private final SecureRandom random;
    private final String prefix;
    private final Duration life;
    private final Duration overlap;

    KeyRotation(
            Secrets secrets,
            KeyService keys,
            InstantSource clock,
            SecureRandom random,
            String prefix,
            Duration life,
            Duration overlap) {
        this.secrets = secrets;
        this.keys = keys;
        this.clock = clock;
        this.random = random;
        this.prefix = prefix;
        this.life = life;
        this.overlap = overlap;
    }

    /// @param version the rotation's token, which is the id of its new version
    void step(String step, String secretId, String version) {
        var secret = new ClientSecret(secrets, secretId);
        var described = secret.describe();
        if (!described.rotates()) {
            throw new RotationRefusedException("rotation is not switched on for this secret");
        }
        var client = client(described.name());
        var stages = described.stages();
        var labels = stages.getOrDefault(version, List.of());
        var done = labels.contains(ClientSecret.CURRENT);
        if (!done && !labels.contains(ClientSecret.PENDING)) {
            throw new RotationRefusedException("the version of this rotation is not the pending one");
        }
        switch (step) {
            case "createSecret" -> create(secret, client, version, done);
            case "setSecret" -> set(secret, client, version, done);
            case "testSecret" -> test(secret, client, version, done);
            case "finishSecret" -> finish(secret, client, version, done, current(stages));
            default -> throw new RotationRefusedException("unknown step");
        }
    }

    private void create(ClientSecret secret, String client, String version, boolean done) {
        if (done) {
            return;
        }
        // The last rotation may have been given up between its turn of the label and the end of its old key.
        retirePrevious(secret, client);
        if (secret.key(Optional.of(version), ClientSecret.PENDING).isEmpty()) {
            secret.offer(version, client, ApiKey.generate(random));
        }
    }

    private void set(ClientSecret secret, String client, String version, boolean done) {
        if (done) {
            return;
        }
        try {
            keys.admit(pending(secret, version), client, life);
        } catch (KeyExistsException e) {
            throw new RotationRefusedException("another key has this id: cancel the rotation and start it again");
        }
    }

    /// Checks that the gateway would accept the new key for this client, before any client gets it.
    private void test(ClientSecret secret, String client, String version, boolean done) {
        if (done) {
            return;
        }
        var outcome = new ApiKeys(keys::find, life, clock)
                .authenticate(pending(secret, version).reveal());
        if (!(outcome instanceof Authentication.Authenticated(ApiClient caller)
                && caller.client().equals(client))) {
            throw new RotationRefusedException("the new key is not accepted");
        }
    }

    private void finish(ClientSecret secret, String client, String version, boolean done, Optional<String> current) {
        if (!done) {
            // Steps may come in another order than they should. No client ever gets a key that does not work.
            test(secret, client, version, false);
            secret.makeCurrent(version, current);
        }
        // The label may have moved already, in a run that stopped right after. The old key is retired then too.
        retirePrevious(secret, client);
    }

    /// Ends the key before the current one after the overlap. It never lengthens a key's life.
    private void retirePrevious(ClientSecret secret, String client) {
        secret.key(Optional.empty(), ClientSecret.PREVIOUS)
                .map(ApiKey::id)
                .flatMap(keys::find)
                .filter(old -> old.client().equals(client))
                .map(StoredKey::id)
                .ifPresent(id -> keys.retire(id, overlap));
    }

    private ApiKey pending(ClientSecret secret, String version) {
        return secret.key(Optional.of(version), ClientSecret.PENDING)
                .orElseThrow(() -> new RotationRefusedException("the pending version holds no key"));
    }

    private String client(String name) {
        var client = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        if (!StoredKey.isClient(client)) {
            throw new RotationRefusedException(
                    "a client's secret is named " + prefix + "<client>, with a name that bindings can have");
        }
        return client;
    }

    private static Optional<String> current(Map<String, List<String>> stages) {
        return stages.entrySet().stream()
                .filter(version -> version.getValue().contains(ClientSecret.CURRENT))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
