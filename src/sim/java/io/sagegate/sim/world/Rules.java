package io.sagegate.sim.world;

/// The rules that are checked when a world is over.
record Rules(World world) {
    void check() {
        new RateRule(world).check();
        new ChargeRule(world).check();
        new RecordRule(world).check();
        new ProtocolRule(world).check();
        new RevocationRule(world).check();
        new TokenRule(world).check();
        new RoleRule(world).check();
        new JobRule(world).check();
        new GuardRule(world).check();
        new NoticeRule(world).check();
        new CapacityRule(world).check();
        new RotationRule(world).check();
    }
}
