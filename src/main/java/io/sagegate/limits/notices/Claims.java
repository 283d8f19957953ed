package io.sagegate.limits.notices;

import io.sagegate.kit.Deadline;

/// Port: decides which call of all environments tells a threshold. Thread-safe.
public interface Claims {
    /// The answer to a claim.
    enum Verdict {
        /// This call is to tell it, and no other is until the claim ends.
        OURS,
        /// It was told in this window.
        TOLD,
        /// Another call is about to tell it, or it is not reached any more.
        NOT_NOW
    }

    /// Claims telling a threshold.
    ///
    /// @param now nanoseconds since the epoch
    /// @param until when the claim ends, in nanoseconds since the epoch; like no other claim's end
    Verdict claim(Crossing crossing, long now, long until, Deadline deadline) throws NoticeException;

    /// Marks a threshold as told in its window.
    void told(Crossing crossing, Deadline deadline) throws NoticeException;
}
