package io.sagegate.lambda.stream;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Runs an execution environment: its start, its snapshot if there is one, and then events until its end.
final class RuntimeLoop {
    /// Exit codes. Lambda checks only whether the code is zero.
    static final int LOST = 1;
    static final int BROKEN_SNAPSHOT = 64;

    private static final int MOST_WORKERS = 256;

    /// Seconds that calls in flight have to end once a worker has failed; most of them do, with their record.
    private static final long LAST_CALLS = 10;

    private final String authority;
    private final boolean snapStart;
    private final int workers;

    private RuntimeLoop(String authority, boolean snapStart, int workers) {
        this.authority = authority;
        this.snapStart = snapStart;
        this.workers = workers;
    }

    static RuntimeLoop of(Map<String, String> environment) {
        var authority = environment.get("AWS_LAMBDA_RUNTIME_API");
        if (authority == null || authority.isBlank()) {
            throw new IllegalArgumentException("AWS_LAMBDA_RUNTIME_API is missing: this program runs inside Lambda");
        }
        return new RuntimeLoop(
                authority,
                "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE")),
                workers(environment.getOrDefault("AWS_LAMBDA_MAX_CONCURRENCY", "1")));
    }

    private static int workers(String text) {
        return text.matches("[0-9]{1,4}") ? Math.clamp(Integer.parseInt(text), 1, MOST_WORKERS) : 1;
    }

    /// Makes the function inside [#run], so that a failure to make it is reported.
    @FunctionalInterface
    interface Start {
        Prepared make() throws Exception;
    }

    /// A function that is ready, with its snapshot hooks.
    record Prepared(StreamingFunction function, SnapshotHooks hooks) {}

    /// Runs until the environment ends. Returns the exit code.
    int run(Start start) throws InterruptedException {
        try (var runtime = new RuntimeClient(authority)) {
            Prepared prepared;
            try {
                prepared = start.make();
                if (snapStart) {
                    prepared.hooks().beforeSnapshot();
                }
            } catch (Exception | LinkageError e) {
                complain("could not start", e);
                runtime.initFailed(ErrorReport.of(e));
                return LOST;
            }
            if (snapStart && !restored(runtime, prepared.hooks())) {
                return BROKEN_SNAPSHOT;
            }
            return serve(prepared.function());
        } catch (IOException e) {
            complain("lost the Runtime API", e);
            return LOST;
        }
    }

    /// The request for the restore is the last one before the snapshot. It returns first in each copy.
    private static boolean restored(RuntimeClient runtime, SnapshotHooks hooks) throws IOException {
        runtime.restoreNext();
        try {
            hooks.afterRestore();
            return true;
        } catch (Exception | LinkageError e) {
            complain("could not be restored", e);
            runtime.restoreFailed(ErrorReport.of(e));
            return false;
        } finally {
            runtime.close();
        }
    }

    /// Runs one worker for each concurrent invocation that Lambda allows. The first worker that fails ends them all,
    /// after the calls in flight. Meanwhile no other call begins.
    private int serve(StreamingFunction function) throws InterruptedException {
        var inFlight = new ReentrantReadWriteLock(true);
        var ended = new LinkedBlockingQueue<FutureTask<Void>>();
        for (var i = 0; i < workers; i++) {
            var work =
                    new FutureTask<Void>(() -> {
                        try (var runtime = new RuntimeClient(authority)) {
                            new Worker(runtime, counted(function, inFlight.readLock())).run();
                        }
                        return null;
                    }) {
                        @Override
                        protected void done() {
                            ended.add(this);
                        }
                    };
            Thread.ofPlatform().daemon().name("worker-" + i).start(work);
        }
        try {
            ended.take().get();
        } catch (ExecutionException e) {
            complain("ended", e.getCause() == null ? e : e.getCause());
        }
        var _ = inFlight.writeLock().tryLock(LAST_CALLS, TimeUnit.SECONDS);
        return LOST;
    }

    private static StreamingFunction counted(StreamingFunction function, Lock call) {
        return (invocation, exit) -> {
            call.lock();
            try {
                function.handle(invocation, exit);
            } finally {
                call.unlock();
            }
        };
    }

    private static void complain(String what, Throwable fault) {
        System.err.println("The runtime " + what + ": " + fault.getClass().getName());
    }
}
