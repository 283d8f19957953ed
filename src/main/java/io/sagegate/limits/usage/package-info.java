/// The counters: one item for each limit and caller, the holds in it, and the arithmetic of takes and settlements.
/// Items lie behind [UsageStore]. May import kit, limits.notices and policy.
@NullMarked
package io.sagegate.limits.usage;

import org.jspecify.annotations.NullMarked;
