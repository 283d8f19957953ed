/// Counts calls against limits, exactly, however many run at once. Each call's amounts are taken before it and
/// settled after it. May import its own rooms, identity, kit, policy and reason; asks the usage table through
/// [io.sagegate.limits.usage.UsageStore].
@NullMarked
package io.sagegate.limits;

import org.jspecify.annotations.NullMarked;
