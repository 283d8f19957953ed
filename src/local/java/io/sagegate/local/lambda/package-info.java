/// Lambda on this machine: the Runtime API, execution environments under the real Runtime Interface Client, and the
/// HTTP fronts.
///
/// Shapes and limits follow AWS's documentation; what AWS strips, sets or refuses is stripped, set or refused here.
@NullMarked
package io.sagegate.local.lambda;

import org.jspecify.annotations.NullMarked;
