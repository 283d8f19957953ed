package io.sagegate.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;
import org.jspecify.annotations.Nullable;

/// Searches the orders in which threads may take turns, step by step, for one that breaks a rule. The classes that use
/// it are named `…Schedules` and run in a JVM of their own. `-Dschedules=10000` searches longer.
public final class Schedules {
    /// Orders that are tried for each rule.
    private static final int ORDERS = Integer.getInteger("schedules", 100);

    private static final LincheckSettings DEFAULT = new LincheckSettings();

    /// Collections of the JDK count as single steps, since the rules are about the gateway's own.
    private static final LincheckSettings SETTINGS = new LincheckSettings(
            false, DEFAULT.getLoopIterationsBeforeThreadSwitch(), DEFAULT.getLoopBound(), DEFAULT.getRecursionBound());

    /// The objects that the threads of a rule share. The search would not look at an object that only lambdas know.
    @SuppressWarnings("unused") // written, so that the search sees it
    private static volatile @Nullable Object shared;

    @SuppressWarnings("unused") // written, so that the search sees it
    private static volatile int turns;

    private Schedules() {}

    /// A piece of work for one thread.
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /// Tries a rule in many orders. It must make all that it uses anew, and throw if it is broken.
    public static void search(Work rule) {
        Lincheck.runConcurrentTestInternal$lincheck(ORDERS, SETTINGS, () -> carryOut(rule));
    }

    /// Names an object that the threads of a rule share. The search changes turns only where such an object is used.
    public static <T> T share(T world) {
        shared = world;
        return world;
    }

    /// A point where another thread may have its turn, as before and after a call through a port.
    @SuppressWarnings("NonAtomicVolatileUpdate") // its value does not matter
    public static void turn() {
        turns++;
    }

    /// Does each piece of work in a thread of its own, waits for all, and throws what any of them threw. The search
    /// takes no notice of a throwable that ends another thread.
    public static void together(Work... works) {
        var failed = share(new AtomicReference<@Nullable Throwable>());
        List<Thread> threads = new ArrayList<>();
        for (var work : works) {
            threads.add(new Thread(() -> {
                try {
                    work.run();
                } catch (Throwable e) {
                    failed.compareAndSet(null, e);
                }
            }));
        }
        for (var thread : threads) {
            thread.start();
        }
        // The search goes on only from turns that it chose itself, and waiting for a thread is none.
        turn();
        for (var thread : threads) {
            join(thread);
        }
        var failure = failed.get();
        if (failure != null) {
            throw new AssertionError(failure.getMessage(), failure);
        }
    }

    /// Calls the thread itself: the search does not see a call by method reference, and would wait for ever.
    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Throws if a rule is broken. AssertJ's own checks confuse the search, which compares objects by `equals`.
    public static void hold(String rule, boolean holds) {
        if (!holds) {
            throw new AssertionError(rule);
        }
    }

    private static void carryOut(Work work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
