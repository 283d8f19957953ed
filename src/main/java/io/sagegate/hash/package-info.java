/// SHA-256. Imports the JDK only.
@NullMarked
package io.sagegate.hash;

import org.jspecify.annotations.NullMarked;
