/// The deployed parts: a stack and its surroundings, read by a port. May import cli.call, cli.console, cli.report
/// and json.
@NullMarked
package io.sagegate.cli.deployed;

import org.jspecify.annotations.NullMarked;
