/// The call to a model: its invocation and its result, and which models were recently away. May import policy,
/// filters.guard, http, json, kit and reason.
@NullMarked
package io.sagegate.inference;

import org.jspecify.annotations.NullMarked;
