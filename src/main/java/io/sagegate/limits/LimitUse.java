package io.sagegate.limits;

import io.sagegate.policy.Limit;
import java.util.Optional;

/// One limit of a call, for the record.
///
/// @param charged in the limit's measure: what was set aside before the call, what was used after it
/// @param counted whether the usage table knows; if not, the limit's `onUsageFailure` let the call through
/// @param refused whether this is the limit that the call was refused for
/// @param standing what is left of it, as far as it was seen
public record LimitUse(Limit limit, long charged, boolean counted, boolean refused, Optional<LimitStatus> standing) {}
