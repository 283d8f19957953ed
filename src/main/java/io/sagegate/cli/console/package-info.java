/// Options, exit codes, output, faults and findings that every command shares. May import policy and json.
@NullMarked
package io.sagegate.cli.console;

import org.jspecify.annotations.NullMarked;
