package io.sagegate.policy;

import java.util.Optional;

/// The rights that a grant gives to calls that take long or are large.
///
/// @param maxUploadBytes the largest input that may be uploaded for an asynchronous call; 0 for none
/// @param queueOnSleep the endpoint whose queue takes a buffered call while the model sleeps
/// @param wakeSeconds how long callers are told to wait for a model that sleeps
public record SlowCalls(long maxUploadBytes, Optional<String> queueOnSleep, int wakeSeconds) {
    /// Seconds that most models need to start, for a policy that states none.
    public static final int USUAL_WAKE_SECONDS = 60;

    public static final SlowCalls NONE = new SlowCalls(0, Optional.empty(), USUAL_WAKE_SECONDS);
}
