/// The call to a model: its invocation and its result. May import policy, filters.guard, http and reason.
@NullMarked
package io.sagegate.inference;

import org.jspecify.annotations.NullMarked;
