/// Strict, bounded JSON reading and writing (RFC 8259). May import kit; else the JDK and jackson-core only.
@NullMarked
package io.sagegate.json;

import org.jspecify.annotations.NullMarked;
