/// Commands for the policy: check, test, plan, apply, explain. May import cli.policy.document, cli.policy.revision,
/// cli.console, policy, identity, aws and reason.
@NullMarked
package io.sagegate.cli.policy;

import org.jspecify.annotations.NullMarked;
