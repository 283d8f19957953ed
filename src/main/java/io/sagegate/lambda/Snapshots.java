package io.sagegate.lambda;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// What the gateway does around a SnapStart snapshot, whichever runtime runs it.
final class Snapshots implements Resource {
    private final Composition parts;

    Snapshots(Composition parts) {
        this.parts = parts;
    }

    /// Lets AWS's runtime call this; it holds resources weakly, so keep the result.
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
