/// Commands that tell who used how much. May import cli.audit, cli.console, audit.chain, json
/// and policy.document.
@NullMarked
package io.sagegate.cli.usage;

import org.jspecify.annotations.NullMarked;
