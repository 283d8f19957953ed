package io.sagegate.policy;

/// Port: where the policy is kept. Thread-safe; bounded in time.
public interface PolicyStore {
    /// The current revision, at most as old as the store's stated time to live.
    ///
    /// @throws PolicyUnavailableException if it could not be read
    Policy current() throws PolicyUnavailableException;
}
