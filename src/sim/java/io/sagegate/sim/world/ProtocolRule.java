package io.sagegate.sim.world;

import io.sagegate.audit.protocol.Breach;
import io.sagegate.audit.protocol.Protocol;
import io.sagegate.audit.protocol.Rule;
import io.sagegate.sim.Trouble;

/// The lines of all environments, in the order of time, keep the rules of the record: those of
/// `sagegate audit verify --rules`.
record ProtocolRule(World world) {
    void check() {
        var protocol = new Protocol();
        for (var line : world.fleet().lines()) {
            protocol.accept(line.withoutEnd()).stream()
                    .filter(this::counts)
                    .forEach(breach -> world.breach(
                            "the record keeps its rules",
                            breach.rule().code() + ", " + line.call() + ": " + breach.detail()));
        }
        if (protocol.extent().unread() > 0) {
            world.breach("the record keeps its rules", protocol.extent().unread() + " lines are not read");
        }
    }

    /// The order of revisions is told by arrivals, which a clock that jumps states out of their order.
    private boolean counts(Breach breach) {
        return breach.rule() != Rule.REVISION_ORDER || !world.chances().had(Trouble.CLOCKS);
    }
}
