/// Decides what a principal may do, as a pure function of policy items. May import identity, http, json and reason.
@NullMarked
package io.sagegate.policy;

import org.jspecify.annotations.NullMarked;
