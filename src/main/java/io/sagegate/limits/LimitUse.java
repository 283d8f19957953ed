package io.sagegate.limits;

import io.sagegate.policy.Limit;
import java.util.Optional;

/// A call's use of one limit, for the record.
///
/// @param charged in the limit's measure: the amount taken before the call, the amount used after it
/// @param counted whether the usage table counted it; if not, the limit's `onUsageFailure` let the call through
/// @param refused whether this limit refused the call
/// @param standing where the limit stands, if that is known
public record LimitUse(Limit limit, long charged, boolean counted, boolean refused, Optional<LimitStatus> standing) {}
