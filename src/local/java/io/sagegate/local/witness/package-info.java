/// The port through which a test run watches the local parts: secrets that go in, lines that come out.
@NullMarked
package io.sagegate.local.witness;

import org.jspecify.annotations.NullMarked;
