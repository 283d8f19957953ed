/// Maskers: replace what detectors and patterns find, whole or as text streams. May import filters.detect and
/// policy.obligation.
@NullMarked
package io.sagegate.filters.mask;

import org.jspecify.annotations.NullMarked;
