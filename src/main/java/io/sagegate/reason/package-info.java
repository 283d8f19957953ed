/// The one table of reason codes that answers and audit lines carry. Imports the JDK only.
@NullMarked
package io.sagegate.reason;

import org.jspecify.annotations.NullMarked;
