/// Header names, header values and media types, for both sides of the gateway. Imports the JDK only.
@NullMarked
package io.sagegate.http;

import org.jspecify.annotations.NullMarked;
