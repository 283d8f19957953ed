/// Strict, bounded JSON reading and writing (RFC 8259). Imports the JDK, jackson-core and RE2/J only.
@NullMarked
package io.sagegate.json;

import org.jspecify.annotations.NullMarked;
