/// Detectors: each finds one kind of sensitive text. May import policy.obligation.
@NullMarked
package io.sagegate.filters.detect;

import org.jspecify.annotations.NullMarked;
