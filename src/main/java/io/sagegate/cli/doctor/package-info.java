/// `sagegate doctor`: what is open in a deployed stack, in the order of harm. May import cli.console, cli.deployed,
/// cli.policy, cli.report, cli.rules, aws.dynamodb, identity, keys, policy and json.
@NullMarked
package io.sagegate.cli.doctor;

import org.jspecify.annotations.NullMarked;
