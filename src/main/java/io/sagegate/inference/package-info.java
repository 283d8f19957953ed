/// The call to a model: what is sent, what comes back. May import policy,
/// filters.guard, http and reason.
@NullMarked
package io.sagegate.inference;

import org.jspecify.annotations.NullMarked;
