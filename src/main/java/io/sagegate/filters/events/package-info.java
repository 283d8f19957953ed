/// Filters for answers that come as events or lines, whose texts may be cut anywhere. May import filters,
/// filters.mask, filters.json, json and policy.obligation.
@NullMarked
package io.sagegate.filters.events;

import org.jspecify.annotations.NullMarked;
