package io.sagegate.sim.world;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Takes the place of `ReentrantLock`: waits in virtual time.
public final class SimLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    private transient Optional<Task> owner = Optional.empty();
    private transient int held;

    @Override
    public void lock() {
        await(Long.MAX_VALUE);
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
        return await(unit.toNanos(time));
    }

    @Override
    public boolean tryLock() {
        return await(0);
    }

    private boolean await(long nanos) {
        var sim = Sim.get();
        var me = sim.current();
        if (!sim.await(() -> held == 0 || owner.equals(me), nanos)) {
            return false;
        }
        owner = me;
        held++;
        return true;
    }

    @Override
    public void unlock() {
        held--;
    }
}
