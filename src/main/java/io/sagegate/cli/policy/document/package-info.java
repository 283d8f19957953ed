/// Policy files as written: their places, their whole-document rules, and their compiled form. May import
/// cli.console, policy and identity.
@NullMarked
package io.sagegate.cli.policy.document;

import org.jspecify.annotations.NullMarked;
