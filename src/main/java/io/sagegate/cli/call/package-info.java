/// Signed calls to AWS's control planes, in the protocols that need no generated client. May import json.
@NullMarked
package io.sagegate.cli.call;

import org.jspecify.annotations.NullMarked;
