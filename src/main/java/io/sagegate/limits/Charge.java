package io.sagegate.limits;

import io.sagegate.policy.Limit;

/// What a call was charged on one limit, for the record.
///
/// @param amount in the limit's measure: what was set aside before the call, what was used after it
/// @param counted whether the usage table knows; if not, the limit's `onUsageFailure` let the call through
public record Charge(Limit limit, long amount, boolean counted) {}
