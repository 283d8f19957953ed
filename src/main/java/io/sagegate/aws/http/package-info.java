/// Bounded HTTPS fetching over the same connections as calls to AWS.
@NullMarked
package io.sagegate.aws.http;

import org.jspecify.annotations.NullMarked;
