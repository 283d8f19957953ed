/// Commands that read and verify the record. May import cli.console, audit with its chain and protocol, aws, json,
/// policy and reason.
@NullMarked
package io.sagegate.cli.audit;

import org.jspecify.annotations.NullMarked;
