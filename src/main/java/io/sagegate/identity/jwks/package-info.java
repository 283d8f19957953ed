/// Keys of issuers: fetched, read, kept, and refreshed once for all callers. May import identity, json and kit.
@NullMarked
package io.sagegate.identity.jwks;

import org.jspecify.annotations.NullMarked;
