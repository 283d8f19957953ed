package io.sagegate.sim.world;

/// Ends the work of an environment that is no more. Every further step of it throws the same, so nothing gets out.
final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
        super("the environment died", null, false, false);
    }
}
