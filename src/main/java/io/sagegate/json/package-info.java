/// Strict, bounded reading and writing of JSON (RFC 8259). May import kit, the JDK and jackson-core only.
@NullMarked
package io.sagegate.json;

import org.jspecify.annotations.NullMarked;
