/// The functions of Lambda: handler, event codecs, settings, and the composition root. May import every room.
@NullMarked
package io.sagegate.lambda;

import org.jspecify.annotations.NullMarked;
