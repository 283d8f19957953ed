/// Tells that limits have reached thresholds: once for each threshold and window, however many calls reach it together.
/// May import identity, kit and policy; tells through [Bus], and agrees with other environments through [Claims].
@NullMarked
package io.sagegate.limits.notices;

import org.jspecify.annotations.NullMarked;
