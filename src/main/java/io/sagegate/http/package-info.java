/// Header names, values and media types, as both sides of the gateway see them. Imports the JDK only.
@NullMarked
package io.sagegate.http;

import org.jspecify.annotations.NullMarked;
