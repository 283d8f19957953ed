package io.sagegate.sim.world;

import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Virtual time and the schedule. Exactly one task or event runs at a time, and the seed decides which.
final class Sim {
    /// Seconds of real time in which a step must hand control back.
    private static final long LONGEST_STEP_NANOS = 20_000_000_000L;

    /// How often a wait looks whether it is over: pauses from 0.1 ms, doubled up to 16 ms.
    private static final long FIRST_PAUSE_NANOS = 100_000;

    private static final long LONGEST_PAUSE_NANOS = 16_000_000;

    /// Steps after which a world is stuck.
    private static final long MOST_STEPS = 500_000;

    /// The simulation that runs in this class loader.
    private static @Nullable Sim running;

    private record Entry(
            long at,
            int order,
            long number,
            @Nullable Task task,
            @Nullable Runnable event) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            if (at != other.at) {
                return Long.compare(at, other.at);
            }
            return order != other.order ? Integer.compare(order, other.order) : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private final Random order;
    private final Thread main = Thread.currentThread();
    private volatile boolean back;
    private @Nullable Throwable failure;
    private @Nullable Task current;
    private long time;
    private long steps;
    private long number;

    Sim(long seed) {
        this.order = new Random(seed ^ 0x5DEECE66DL);
    }

    static void become(Sim sim) {
        running = sim;
    }

    static Sim get() {
        var sim = running;
        if (sim == null) {
            throw new IllegalStateException("no simulation runs");
        }
        return sim;
    }

    /// Nanoseconds of virtual time since the world began.
    long time() {
        return time;
    }

    long steps() {
        return steps;
    }

    Optional<Task> current() {
        return Optional.ofNullable(current);
    }

    /// The environment whose code runs now.
    Optional<Environment> environment() {
        return current().flatMap(Task::environment);
    }

    void failed(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    void at(long when, Runnable event) {
        queue.add(new Entry(when, order.nextInt(), number++, null, event));
    }

    /// Starts a task that runs from `when` on.
    void start(String name, long when, @Nullable Environment environment, Runnable work) {
        var task = new Task(this, name, work);
        task.environment = environment;
        queue(task, when);
    }

    void queue(Task task, long when) {
        queue.add(new Entry(when, order.nextInt(), number++, task, null));
    }

    void back() {
        back = true;
        LockSupport.unpark(main);
    }

    /// Lets the current task wait. Virtual time goes by.
    void sleep(long nanos) {
        var task = current;
        if (task == null) {
            time += nanos;
            return;
        }
        alive();
        queue(task, time + Math.max(0, nanos));
        task.pause();
        alive();
    }

    /// Ends the current task if its environment is no more.
    void alive() {
        if (environment().filter(Environment::isDead).isPresent()) {
            throw new Died();
        }
    }

    /// Waits until something is so, or until `nanos` are over. Returns whether it is so.
    boolean await(BooleanSupplier ready, long nanos) {
        var end = nanos > Long.MAX_VALUE - time ? Long.MAX_VALUE : time + nanos;
        var pause = FIRST_PAUSE_NANOS;
        while (!ready.getAsBoolean()) {
            if (time >= end) {
                return false;
            }
            if (current == null) {
                throw new IllegalStateException("nobody else runs");
            }
            sleep(Math.min(end - time, pause + order.nextInt(1_000_000)));
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
        return true;
    }

    /// Runs everything until nothing is left.
    void run() {
        while (!queue.isEmpty()) {
            run(queue.element().at());
        }
    }

    /// Runs everything that is due until `end`.
    void run(long end) {
        while (!queue.isEmpty() && queue.element().at() <= end) {
            var entry = queue.remove();
            time = Math.max(time, entry.at());
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException(
                        "the world does not end: " + (entry.task() == null ? "events" : entry.task().name));
            }
            if (entry.event() != null) {
                entry.event().run();
            } else if (entry.task() != null) {
                step(entry.task());
            }
            if (failure != null) {
                throw new IllegalStateException("a task failed", failure);
            }
        }
        time = Math.max(time, end);
    }

    private void step(Task task) {
        var wait = task.environment().map(Environment::standsStillUntil).orElse(0L);
        if (wait > time) {
            queue(task, wait);
            return;
        }
        current = task;
        task.resume();
        var begun = System.nanoTime();
        while (!back) {
            LockSupport.parkNanos(this, LONGEST_STEP_NANOS);
            if (!back && System.nanoTime() - begun > LONGEST_STEP_NANOS) {
                throw task.stuck();
            }
        }
        back = false;
        current = null;
    }
}
