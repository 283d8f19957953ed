/// Commands for API keys. May import cli.console, keys, identity, policy and aws.
@NullMarked
package io.sagegate.cli.key;

import org.jspecify.annotations.NullMarked;
