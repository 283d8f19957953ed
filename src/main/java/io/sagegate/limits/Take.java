package io.sagegate.limits;

/// What a call takes from one counter.
public sealed interface Take {
    String counter();

    /// From a rolling rate, by the generic cell rate algorithm: the counter is the instant, in nanoseconds since
    /// the epoch, at which all that was taken will have come back.
    ///
    /// @param cost how long what is taken needs to come back, in nanoseconds
    /// @param tolerance how long everything that may be taken at once needs
    /// @param settles whether less may turn out to be used, so that the rest must be held
    record Rate(String counter, long cost, long tolerance, boolean settles) implements Take {}

    /// From a budget of the calendar: the counter is what the window has spent.
    ///
    /// @param window the window's number, rising with time
    record Budget(String counter, long window, long cost, long max) implements Take {}

    /// One of the calls that may run at once: the counter is how many do.
    record Call(String counter, long max) implements Take {}
}
