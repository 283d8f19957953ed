/// Lambda on this machine: the Runtime API, execution environments under the real Runtime Interface Client, and the
/// HTTP fronts.
///
/// Shapes and limits follow AWS's documentation. The fronts strip, set and refuse the same fields and calls as AWS.
@NullMarked
package io.sagegate.local.lambda;

import org.jspecify.annotations.NullMarked;
