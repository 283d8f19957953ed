/// The findings of an inspection, in the order of harm, for people and for programs. May import cli.console and
/// json.
@NullMarked
package io.sagegate.cli.report;

import org.jspecify.annotations.NullMarked;
