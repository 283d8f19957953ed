/// Programs that measure the gateway on the local stack's parts: run by hand with `mvn -Pbench`, never shipped.
@NullMarked
package io.sagegate.bench;

import org.jspecify.annotations.NullMarked;
