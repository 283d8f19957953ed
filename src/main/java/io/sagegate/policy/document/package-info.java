/// Reads policy documents, for the command line and the table alike: nodes, readers, presets, whole-document rules.
/// May import policy, policy.obligation, identity, http, json, json.schema, kit and
/// reason.
@NullMarked
package io.sagegate.policy.document;

import org.jspecify.annotations.NullMarked;
