/// The hash chain over audit lines: its writer and its verifier. Only this package knows the layout of the bytes. May
/// import audit, audit.ocsf and kit.
@NullMarked
package io.sagegate.audit.chain;

import org.jspecify.annotations.NullMarked;
