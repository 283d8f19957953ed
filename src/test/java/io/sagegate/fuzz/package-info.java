/// Inputs of every kind against everything that reads a caller's or a model's bytes. `mvn -Pfuzz` looks for new
/// ones; the tests replay those in `src/test/resources/fuzz`.
@NullMarked
package io.sagegate.fuzz;

import org.jspecify.annotations.NullMarked;
