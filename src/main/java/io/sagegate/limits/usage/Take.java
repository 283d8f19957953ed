package io.sagegate.limits.usage;

/// One take from one counter.
public sealed interface Take {
    String counter();

    /// A take from a rolling rate, by the generic cell rate algorithm. The counter is the instant at which all that
    /// was taken is back, in nanoseconds since the epoch.
    ///
    /// @param cost how long the amount taken needs to come back, in nanoseconds
    /// @param tolerance how long the most that may be taken at once needs to come back, in nanoseconds
    /// @param settles whether the call may use less, so that the amount must be held
    record Rate(String counter, long cost, long tolerance, boolean settles) implements Take {}

    /// A take from a calendar budget. The counter is the amount that the window has used.
    ///
    /// @param window the window's number, which increases with time
    record Budget(String counter, long window, long cost, long max) implements Take {}

    /// A take of one place in a concurrency limit. The counter is the number of running calls.
    record Call(String counter, long max) implements Take {}
}
