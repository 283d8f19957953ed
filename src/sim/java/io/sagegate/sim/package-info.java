/// The deterministic simulation, seen from outside: plans, reports, the class loader, the search and the mutants. Its
/// classes are loaded once; everything else of the gateway is loaded anew by [SimLoader].
@NullMarked
package io.sagegate.sim;

import org.jspecify.annotations.NullMarked;
