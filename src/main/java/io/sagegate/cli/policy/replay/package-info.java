/// Puts recorded calls to another policy, with the gateway's own decision point. May import cli.audit, cli.console,
/// cli.policy.document, identity, json, policy and reason.
@NullMarked
package io.sagegate.cli.policy.replay;

import org.jspecify.annotations.NullMarked;
