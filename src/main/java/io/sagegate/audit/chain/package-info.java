/// The hash chain over audit lines: its one owner of the byte layout, its writer and its verifier. May import
/// audit, audit.ocsf and kit.
@NullMarked
package io.sagegate.audit.chain;

import org.jspecify.annotations.NullMarked;
