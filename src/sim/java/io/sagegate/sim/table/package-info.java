/// DynamoDB in memory, as far as the gateway uses it: operations, expressions, conditions and their errors. Imports
/// nothing of the gateway.
@NullMarked
package io.sagegate.sim.table;

import org.jspecify.annotations.NullMarked;
