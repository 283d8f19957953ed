/// What a test run watches of the local parts: the secrets that go in, and the lines that come out.
@NullMarked
package io.sagegate.local.witness;

import org.jspecify.annotations.NullMarked;
