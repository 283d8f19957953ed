package io.sagegate.sim;

/// The kinds of trouble that a simulated world may have.
public enum Trouble {
    /// The table refuses calls for want of capacity.
    THROTTLES,
    /// The table answers 500, before or after the effect.
    ERRORS,
    /// Requests are lost on their way.
    LOST_REQUESTS,
    /// Answers are lost on their way back, after the effect.
    LOST_ANSWERS,
    /// Requests arrive after their sender has given up.
    LATE,
    /// Requests arrive twice, the second time late. Their sender has no answer.
    TWICE,
    /// Transactions meet each other.
    CONFLICTS,
    /// Batch reads leave keys out.
    LEFT_OUT,
    /// Clocks of environments disagree and jump.
    CLOCKS,
    /// Environments stand still for a while in the middle of a call.
    PAUSES,
    /// Environments die at any step.
    DEATHS,
    /// Environments are copies of one snapshot.
    SNAPSHOTS,
    /// Grants and keys are revoked.
    REVOCATIONS,
    /// Models fail, are slow, or do not answer.
    MODELS,
    /// The table is out of reach for seconds.
    OUTAGES
}
