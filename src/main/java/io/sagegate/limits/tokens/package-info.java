/// Counts the tokens of a request before the call, and of an answer after it or while it streams. May import http,
/// json, policy and policy.obligation.
@NullMarked
package io.sagegate.limits.tokens;

import org.jspecify.annotations.NullMarked;
