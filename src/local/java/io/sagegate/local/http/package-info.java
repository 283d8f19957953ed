/// A small HTTP/1.1 server for the local stack. It keeps header case, raw paths, trailers and chunk boundaries,
/// which the JDK's own server hides.
///
/// Imports nothing but the JDK.
@NullMarked
package io.sagegate.local.http;

import org.jspecify.annotations.NullMarked;
