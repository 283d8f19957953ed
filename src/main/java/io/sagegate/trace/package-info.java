/// A request's place in X-Ray's and W3C's traces. May import http.
@NullMarked
package io.sagegate.trace;

import org.jspecify.annotations.NullMarked;
