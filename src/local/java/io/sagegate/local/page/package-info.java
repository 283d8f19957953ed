/// The local stack's one page: what the gateway decides, as it decides it. Loopback only, for development only.
@NullMarked
package io.sagegate.local.page;

import org.jspecify.annotations.NullMarked;
