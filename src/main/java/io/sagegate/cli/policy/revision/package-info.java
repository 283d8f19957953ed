/// Revisions of the policy in its table. May import cli.policy.document, cli.console, aws, kit and policy.
@NullMarked
package io.sagegate.cli.policy.revision;

import org.jspecify.annotations.NullMarked;
