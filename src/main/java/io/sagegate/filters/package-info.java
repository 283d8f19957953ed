/// Filters and guards: they apply a grant's rules to whole bodies and to streams. They are pure, bounded in memory,
/// and fail closed. May import kit, policy, http, json and reason; RE2/J is the only engine for expressions.
@NullMarked
package io.sagegate.filters;

import org.jspecify.annotations.NullMarked;
