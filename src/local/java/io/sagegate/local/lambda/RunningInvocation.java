package io.sagegate.local.lambda;

import io.sagegate.local.http.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// An invocation that a runtime has taken. It is answered at most once, and stopped at its deadline.
final class RunningInvocation {
    private final Invocation invocation;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final BytePipe pipe = new BytePipe();
    private @Nullable Future<?> deadline;
    private boolean finished;
    private boolean streaming;

    RunningInvocation(Invocation invocation) {
        this.invocation = invocation;
    }

    synchronized void deadline(Future<?> timeout) {
        if (finished) {
            timeout.cancel(false);
        }
        deadline = timeout;
    }

    /// Claims the right to answer; true for the first claim only.
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /// Ends the invocation; only the first end counts. A stream that has begun is broken off.
    void finish(Outcome outcome) {
        boolean cut;
        synchronized (this) {
            if (finished) {
                return;
            }
            end();
            cut = streaming;
        }
        if (cut) {
            breakStream(outcome.getClass().getSimpleName());
        }
        invocation.complete(outcome);
    }

    private void end() {
        finished = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /// Passes the response's bytes on as they arrive, to the end or to the trailer that reports an error.
    void stream(Exchange exchange) throws IOException, InterruptedException {
        synchronized (this) {
            if (finished) {
                return;
            }
            streaming = true;
        }
        String type = exchange.header("Content-Type").orElse("application/octet-stream");
        invocation.complete(new Outcome.Streamed(type, pipe));
        if (!copy(exchange.body())) {
            finish(new Outcome.Failed("Function.ResponseSizeTooLarge", new byte[0]));
            return;
        }
        String error = exchange.trailer("Lambda-Runtime-Function-Error-Type").orElse("");
        synchronized (this) {
            if (finished) {
                return;
            }
            end();
        }
        if (error.isEmpty()) {
            pipe.end();
        } else {
            breakStream(error);
        }
    }

    private boolean copy(InputStream body) throws IOException, InterruptedException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            total += n;
            if (total > Limits.STREAM) {
                return false;
            }
            pipe.write(Arrays.copyOf(buffer, n));
        }
        return true;
    }

    private void breakStream(String why) {
        try {
            pipe.fail("the function's stream broke off: " + why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
