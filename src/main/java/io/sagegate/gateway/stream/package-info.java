/// Streams of an answer on its way out: filtered, metered, watched for errors, timed. May import audit, trace,
/// filters, inference, limits.tokens, http, json, kit and reason.
@NullMarked
package io.sagegate.gateway.stream;

import org.jspecify.annotations.NullMarked;
