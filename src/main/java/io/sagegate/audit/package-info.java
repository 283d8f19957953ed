/// The record of every decision: the event, its OCSF form, and the ports it leaves by. May import policy, identity,
/// inference and reason.
@NullMarked
package io.sagegate.audit;

import org.jspecify.annotations.NullMarked;
