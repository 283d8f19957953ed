/// One simulated world: virtual time, tasks of which one runs at a time, the network, clients, environments of the real
/// gateway, and the rules that must hold. May import every room of the gateway.
@NullMarked
package io.sagegate.sim.world;

import org.jspecify.annotations.NullMarked;
