package io.sagegate.sim;

/// The ways to call that a wide world has beside plain calls with keys and IAM roles.
public enum Way {
    /// Callers with tokens of an issuer, whose keys rotate.
    TOKENS,
    /// Grants that name a role, which STS gives.
    ROLES,
    /// Streamed calls.
    STREAMS,
    /// Calls by a model's name, which go to another endpoint when the first is busy.
    NAMES,
    /// Calls that go on after their answer: uploads, queues, tickets and results.
    QUEUES,
    /// Streamed calls whose callers leave in the middle, or are slow.
    LEAVERS,
    /// Guards on requests, and rules in shadow.
    GUARDS,
    /// Budgets whose thresholds are told to a bus.
    NOTICES,
    /// Partitions of the tables that can do little, so that load makes them throttle.
    CAPACITY,
    /// Clients whose keys Secrets Manager rotates.
    SECRETS,
    /// A second issuer, with the ids of keys and the subjects of the first, where there are tokens.
    ISSUERS
}
