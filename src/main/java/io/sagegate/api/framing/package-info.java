/// Forms that a stream takes on the wire. May import inference, json and reason.
@NullMarked
package io.sagegate.api.framing;

import org.jspecify.annotations.NullMarked;
