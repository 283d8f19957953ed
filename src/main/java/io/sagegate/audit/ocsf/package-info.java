/// Writes the audit event in its OCSF form. May import audit, kit and all that audit may import.
@NullMarked
package io.sagegate.audit.ocsf;

import org.jspecify.annotations.NullMarked;
