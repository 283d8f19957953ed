/// The record of every decision: the event, its OCSF form, and the ports that take it. May import policy, identity,
/// limits, inference, reason, json and kit.
@NullMarked
package io.sagegate.audit;

import org.jspecify.annotations.NullMarked;
