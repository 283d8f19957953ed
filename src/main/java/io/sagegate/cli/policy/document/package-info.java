/// A policy file as written: its places, its whole-document rules and what it compiles to. May import cli.console,
/// policy and identity.
@NullMarked
package io.sagegate.cli.policy.document;

import org.jspecify.annotations.NullMarked;
