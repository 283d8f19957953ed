/// What a grant demands of bodies, done to whole ones and to streams: pure, bounded in memory, and failing
/// closed. May import policy, http, json and reason; RE2/J is the only engine for expressions.
@NullMarked
package io.sagegate.filters;

import org.jspecify.annotations.NullMarked;
