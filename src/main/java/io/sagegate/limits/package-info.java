/// Counts calls against limits, exactly, however many run at once. Each call's amounts are taken before it and
/// settled after it. May import policy, identity, json, reason and kit; asks the usage table through [UsageStore].
@NullMarked
package io.sagegate.limits;

import org.jspecify.annotations.NullMarked;
