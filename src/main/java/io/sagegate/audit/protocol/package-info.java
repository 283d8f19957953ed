/// The protocol that the lines of a record keep, and its replay over lines that were written. May import audit.chain,
/// json and kit.
@NullMarked
package io.sagegate.audit.protocol;

import org.jspecify.annotations.NullMarked;
