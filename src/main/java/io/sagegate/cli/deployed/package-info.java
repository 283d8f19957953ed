/// What is deployed: a stack and what stands around it, read by a port. May import cli.call, cli.console, cli.report
/// and json.
@NullMarked
package io.sagegate.cli.deployed;

import org.jspecify.annotations.NullMarked;
