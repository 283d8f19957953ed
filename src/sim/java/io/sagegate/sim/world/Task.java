package io.sagegate.sim.world;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A thread of the simulation. It runs only while the schedule lets it, and hands control back at every wait.
final class Task {
    final String name;
    private final Sim sim;
    private final Thread thread;
    private volatile boolean let;
    private volatile boolean over;

    /// The environment whose code runs now; none for what happens outside.
    @Nullable
    Environment environment;

    /// The call that runs now.
    @Nullable
    Call call;

    Task(Sim sim, String name, Runnable work) {
        this.sim = sim;
        this.name = name;
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(work));
        thread.start();
    }

    private void run(Runnable work) {
        park();
        try {
            work.run();
        } catch (Died e) {
            // As intended.
        } catch (Throwable e) {
            sim.failed(e);
        }
        over = true;
        sim.back();
    }

    /// Tells where the task waits for something that is not simulated.
    IllegalStateException stuck() {
        var stuck = new IllegalStateException("the task " + name + " waits for something outside");
        stuck.setStackTrace(thread.getStackTrace());
        return stuck;
    }

    boolean isOver() {
        return over;
    }

    Optional<Environment> environment() {
        return Optional.ofNullable(environment);
    }

    /// Lets the task run until its next wait.
    void resume() {
        let = true;
        LockSupport.unpark(thread);
    }

    /// Hands control back, and waits to be resumed.
    void pause() {
        sim.back();
        park();
    }

    private void park() {
        while (!let) {
            LockSupport.park(this);
        }
        let = false;
    }
}
