package io.sagegate.lambda;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// The gateway's hooks around a SnapStart snapshot, for either runtime.
final class Snapshots implements Resource {
    private final Composition parts;

    Snapshots(Composition parts) {
        this.parts = parts;
    }

    /// Registers the hooks with AWS's runtime. It references them weakly, so the caller must keep the result.
    static Snapshots registered(Composition parts) {
        var snapshots = new Snapshots(parts);
        Core.getGlobalContext().register(snapshots);
        return snapshots;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        prime();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        renew();
    }

    void prime() {
        parts.prepare();
        Priming.run(System.getenv());
    }

    void renew() {
        parts.renew();
    }
}
