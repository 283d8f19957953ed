/// Proves what a policy allows, and that one policy allows no more than another. May import cli.console,
/// cli.policy.document, cli.policy.replay, identity, json, policy with its names and obligations, and policy.document.
@NullMarked
package io.sagegate.cli.policy.prove;

import org.jspecify.annotations.NullMarked;
