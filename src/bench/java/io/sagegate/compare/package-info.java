/// Sagegate beside other ways to put a gateway before a model: each started here, called in the same way, measured.
@NullMarked
package io.sagegate.compare;

import org.jspecify.annotations.NullMarked;
