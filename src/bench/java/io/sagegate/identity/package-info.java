/// Measures of the verifier, beside what they measure.
@NullMarked
package io.sagegate.identity;

import org.jspecify.annotations.NullMarked;
