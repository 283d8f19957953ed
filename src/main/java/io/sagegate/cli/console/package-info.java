/// What every command shares: options, exit codes, output, faults and findings. May import policy and json.
@NullMarked
package io.sagegate.cli.console;

import org.jspecify.annotations.NullMarked;
