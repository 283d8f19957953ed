/// Lambda's side: handler, event codecs, settings, and the composition root. May import everything.
@NullMarked
package io.sagegate.lambda;

import org.jspecify.annotations.NullMarked;
