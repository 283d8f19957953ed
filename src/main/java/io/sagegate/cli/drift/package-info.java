/// `sagegate drift`: where the policy, the gateway's role, what is deployed and what was called do not agree. May
/// import cli.console, cli.deployed, cli.policy, cli.report, policy and json.
@NullMarked
package io.sagegate.cli.drift;

import org.jspecify.annotations.NullMarked;
