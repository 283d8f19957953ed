package io.sagegate.aws.call;

import io.sagegate.aws.call.CallException.Fault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The instant by which an operation must be over, on the monotonic clock.
public record TimeLeft(long end) {
    public static TimeLeft of(Duration within) {
        return new TimeLeft(System.nanoTime() + within.toNanos());
    }

    /// The nanoseconds that remain; zero or less once the time is over.
    public long nanos() {
        return end - System.nanoTime();
    }

    public boolean isOver() {
        return nanos() <= 0;
    }

    /// Returns this instant, or the one that is the given time from now if that is earlier.
    public TimeLeft atMost(Duration within) {
        var other = of(within);
        return other.end - end < 0 ? other : this;
    }

    /// Waits for a value.
    ///
    /// @throws ExecutionException if the value cannot be made
    public <T> T await(CompletableFuture<T> value) throws ExecutionException, CallException {
        try {
            return value.get(Math.max(0, nanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CallException(Fault.TIMED_OUT, "no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallException(Fault.BROKEN, "interrupted");
        }
    }
}
