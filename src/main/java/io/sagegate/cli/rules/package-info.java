/// Every action that invokes a model, and the IAM policies that leave them to the gateway. May import cli.console,
/// cli.deployed and json.
@NullMarked
package io.sagegate.cli.rules;

import org.jspecify.annotations.NullMarked;
