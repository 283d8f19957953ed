/// Commands that tell who uses how much. May import cli.audit, cli.console, cli.policy with its documents and
/// revisions, audit.chain, aws.dynamodb, json, limits and policy.
@NullMarked
package io.sagegate.cli.usage;

import org.jspecify.annotations.NullMarked;
