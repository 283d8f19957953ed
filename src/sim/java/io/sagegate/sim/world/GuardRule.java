package io.sagegate.sim.world;

import io.sagegate.sim.Way;

/// Guards: no body reaches a model that its guard refuses, and nothing in shadow changes anything.
record GuardRule(World world) {
    /// The rule that holds when a call reaches the model.
    static void checkBeforeModel(World world, Call call) {
        if (call.forbidden && world.policy().isGuarded(call.endpoint)) {
            world.breach("no guarded body reaches a model", call + " has a forbidden word");
        }
    }

    void check() {
        if (world.has(Way.GUARDS)) {
            world.calls().forEach(this::each);
        }
    }

    private void each(Call call) {
        var guarded =
                world.policy().isGuarded(call.endpoint) || call.route.stream().anyMatch(world.policy()::isGuarded);
        if (call.answer.contains("refused_by_guard") && !(call.forbidden && guarded)) {
            world.breach("who may call is let", call + " was refused by a guard");
        }
        if (call.endpoint.equals(SimPolicy.FAST) && call.isWhole() && !call.answer.contains(Models.SECRET)) {
            world.breach("a rule in shadow changes nothing", call + " lacks what is hidden in shadow");
        }
    }
}
