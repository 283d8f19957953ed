/// The straight line from request to record. May import every room except aws, lambda and cli.
@NullMarked
package io.sagegate.gateway;

import org.jspecify.annotations.NullMarked;
