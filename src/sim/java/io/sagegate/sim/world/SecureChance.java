package io.sagegate.sim.world;

import java.security.SecureRandom;

/// Takes the place of `SecureRandom`: one object may serve several environments, each with entropy of its own.
public final class SecureChance extends SecureRandom {
    private static final long serialVersionUID = 1L;

    public SecureChance() {
        super();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        Entropy.of().secure().nextBytes(bytes);
    }

    @Override
    public long nextLong() {
        return Entropy.of().secure().nextLong();
    }

    @Override
    public int nextInt(int bound) {
        return Entropy.of().secure().nextInt(bound);
    }
}
