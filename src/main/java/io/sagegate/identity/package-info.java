/// Turns a credential into a principal, or says why not. May import json, http, reason and kit; sole user of jjwt.
@NullMarked
package io.sagegate.identity;

import org.jspecify.annotations.NullMarked;
