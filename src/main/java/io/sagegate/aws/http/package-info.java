/// Bounded HTTPS fetches over the connections that also carry calls to AWS.
@NullMarked
package io.sagegate.aws.http;

import org.jspecify.annotations.NullMarked;
