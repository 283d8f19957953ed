/// Calls that go on after their answer: tickets for results, objects in S3, uploads. May import http, identity,
/// inference, kit, limits, limits.tokens, policy and reason.
@NullMarked
package io.sagegate.async;

import org.jspecify.annotations.NullMarked;
