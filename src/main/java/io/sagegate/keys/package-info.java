/// Issues, lists, revokes and rotates API keys, for the command line and the rotation function alike. The
/// gateway itself only reads keys. May import identity.
@NullMarked
package io.sagegate.keys;

import org.jspecify.annotations.NullMarked;
