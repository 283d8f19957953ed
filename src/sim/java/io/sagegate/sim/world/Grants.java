package io.sagegate.sim.world;

import io.sagegate.aws.dynamodb.SimItems;
import io.sagegate.cli.policy.revision.SimPolicyItems;
import io.sagegate.identity.ApiKey;
import io.sagegate.identity.StoredKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The policy and the keys in the table, and who has lost them.
final class Grants {
    private final Services services;
    private final SimPolicy policy;
    private final Story story;
    private final Map<Caller, Long> revoked = new HashMap<>();
    private long revision;

    Grants(Services services, SimPolicy policy, Story story) {
        this.services = services;
        this.policy = policy;
        this.story = story;
    }

    /// Writes the first policy, and a key for each who has one.
    void begin(List<Caller> callers) {
        apply();
        callers.forEach(caller -> store(caller, Optional.empty()));
    }

    static ApiKey key(Random random) {
        return ApiKey.generate(new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public int nextInt(int bound) {
                return random.nextInt(bound);
            }
        });
    }

    /// Applies the policy without those whose grants were revoked.
    private void apply() {
        revision++;
        for (var item : SimPolicyItems.of(policy.yaml(revoked.keySet()), revision)) {
            put(SimItems.put(World.POLICY, item));
        }
        put(SimItems.put(World.POLICY, Map.of("id", "current", "revision", revision)));
    }

    private void store(Caller caller, Optional<Instant> revocation) {
        caller.key()
                .ifPresent(key -> put(SimItems.put(
                        World.POLICY,
                        new StoredKey(
                                key.id(),
                                caller.name(),
                                key.hash(),
                                World.BEGIN,
                                World.BEGIN.plus(World.KEY_LIFE),
                                revocation))));
    }

    private void put(byte[] request) {
        var done = services.table().call("PutItem", request, 0).status();
        if (revision == 1 && revoked.isEmpty()) {
            services.sinkTable().call("PutItem", request, 0);
        }
        if (done != 200) {
            throw new IllegalStateException("the table took no item");
        }
    }

    /// Takes a caller's key, or its role.
    void revoke(Caller caller) {
        if (revoked.containsKey(caller)) {
            return;
        }
        revoked.put(caller, Sim.get().time());
        story.tell(caller.name(), "is revoked");
        if (caller.key().isPresent()) {
            store(caller, Optional.of(World.BEGIN.plusNanos(Sim.get().time())));
        } else {
            apply();
        }
    }

    Optional<Long> revokedAt(Caller caller) {
        return Optional.ofNullable(revoked.get(caller));
    }
}
