/// Small classes that every other room may use: a bounded cache, a deadline, a hash, a quota, ends of lines. Imports
/// the JDK only.
@NullMarked
package io.sagegate.kit;

import org.jspecify.annotations.NullMarked;
