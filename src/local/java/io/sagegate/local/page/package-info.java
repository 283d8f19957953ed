/// The local stack's one page: it shows the gateway's decisions as they are made. Loopback only, for development
/// only.
@NullMarked
package io.sagegate.local.page;

import org.jspecify.annotations.NullMarked;
