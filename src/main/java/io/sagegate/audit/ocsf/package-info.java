/// The audit event in its OCSF form. May import audit, kit and what audit may.
@NullMarked
package io.sagegate.audit.ocsf;

import org.jspecify.annotations.NullMarked;
