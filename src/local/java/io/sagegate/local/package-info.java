/// The whole gateway on this machine: it boots every part, shows one call, and follows the record.
@NullMarked
package io.sagegate.local;

import org.jspecify.annotations.NullMarked;
